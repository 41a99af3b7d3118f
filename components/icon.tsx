/** The few drawings there are, on a 24 by 24 field, stroked with the text's colour. */
const PATHS = {
  phone:
    'M6 3h3l2 5-2.5 1.6a12 12 0 0 0 5.9 5.9L16 13l5 2v3a3 3 0 0 1-3.2 3A16 16 0 0 1 3 6.2 3 3 0 0 1 6 3Z',
  microphone: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5 11a7 7 0 0 0 14 0M12 18v3',
  'microphone-off': 'M9 9V6a3 3 0 0 1 6 0v4M5 11a7 7 0 0 0 11 5.7M12 18v3M3 3l18 18',
} as const;

export type IconName = keyof typeof PATHS | 'hang-up';

export function Icon(props: { readonly name: IconName }) {
  const path = () => (props.name === 'hang-up' ? PATHS.phone : PATHS[props.name]);
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={path()} transform={props.name === 'hang-up' ? 'rotate(135 12 12)' : undefined} />
    </svg>
  );
}
