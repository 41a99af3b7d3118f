import { createUniqueId, type JSX, Show } from 'solid-js';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';

/** A field for an address that a person writes or pastes, with what it is for. */
export function AddressField(props: {
  readonly label: SentenceKey;
  readonly hint?: SentenceKey;
  /** The element that says what is wrong with it. */
  readonly alert: string;
  readonly invalid: boolean;
  readonly readonly?: boolean;
  readonly value?: string;
  readonly ref: (field: HTMLInputElement) => void;
  /** What stands between the field and the hint. */
  readonly children?: JSX.Element;
}) {
  const [field, hint] = [createUniqueId(), createUniqueId()];
  return (
    <div class="field">
      <label for={field}>{sentence(props.label)}</label>
      <input
        ref={props.ref}
        id={field}
        type="text"
        inputmode="url"
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
        readonly={props.readonly ?? false}
        value={props.value ?? ''}
        aria-describedby={props.hint ? `${props.alert} ${hint}` : props.alert}
        aria-invalid={props.invalid}
      />
      {props.children}
      <Show when={props.hint}>
        {(key) => (
          <p id={hint} class="soft small">
            {sentence(key())}
          </p>
        )}
      </Show>
    </div>
  );
}
