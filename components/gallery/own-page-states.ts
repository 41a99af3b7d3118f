import { LONG_SERVER, SERVER } from '../testing/views.ts';
import { grant, siteOwners, type State, welcome } from './surfaces.tsx';

const FIREFOX = { browser: 'firefox', system: 'other' } as const;
const answers =
  <Answer>(answer: Answer) =>
  () =>
    Promise.resolve(answer);

/** Earshot's own pages but for the popup, the call window and the options. */
export const OWN_PAGE_STATES: readonly State[] = [
  grant('asking', () => new Promise<never>(() => {})),
  grant('granted', answers('granted')),
  grant('closed', answers('microphone-not-asked')),
  grant('blocked', answers('microphone-blocked')),
  grant('blocked by the system', answers('microphone-blocked-by-system')),
  grant('absent', answers('microphone-absent')),
  grant('in use', answers('microphone-in-use')),
  grant('failed', answers('microphone-failed')),

  siteOwners(),

  welcome('ask', {}),
  welcome('ask, Firefox', { where: FIREFOX, unpinned: true }),
  welcome('asking', { onAsk: () => new Promise<never>(() => {}) }, 'welcome_microphone_button'),
  welcome('on', {
    permission: 'granted',
    microphone: { level: () => 0.2, echo: () => {} },
    server: SERVER,
    unpinned: true,
  }),
  welcome('granted', { permission: 'granted', server: { ...SERVER, state: 'connecting' } }),
  welcome('allowed once', { wasAllowedOnce: true, server: { ...SERVER, state: 'down' } }),
  welcome('allowed once, Firefox', { wasAllowedOnce: true, where: FIREFOX, isDefaultServer: true }),
  welcome('no call server yet', { server: { ...SERVER, state: 'down' }, isDefaultServer: true }),
  welcome('a long server', { server: { ...SERVER, host: new URL(LONG_SERVER).host } }),
  welcome('blocked', { permission: 'denied' }),
  welcome('blocked, Firefox', { permission: 'denied', where: FIREFOX, onMicrophoneSettings: null }),
  ...(['mac', 'windows', 'linux', 'chromeos', 'other'] as const).map((system) =>
    welcome(`system, ${system}`, {
      permission: 'granted',
      systemRefused: true,
      where: { browser: 'chrome', system },
    }),
  ),
  welcome('absent', { onAsk: answers('microphone-absent') }, 'welcome_microphone_button'),
  welcome('in use', { onAsk: answers('microphone-in-use') }, 'welcome_microphone_button'),
  welcome('failed', { onAsk: answers('microphone-failed') }, 'welcome_microphone_button'),
];
