import { createSignal, createUniqueId, Show } from 'solid-js';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';
import type { ServerSummary } from '../lib/messaging/view.ts';
import { AddressField } from './address-field.tsx';
import { serverTroubleKey } from './call-text.ts';
import { SERVER_CARD_STYLE, ServerCard } from './server-card.tsx';

/** What lib/settings/keep-server.ts kept. */
export interface KeptServer {
  /** As it is dialled. */
  readonly url: string;
  /** The person agreed to it before, or need not be asked. */
  readonly agreed: boolean;
}

export interface ServerFormProps {
  /** As it is dialled. */
  readonly serverUrl: string;
  /** Empty: none. */
  readonly accessKey: string;
  /** Settled by whoever manages this browser. */
  readonly managed: boolean;
  /** How the call server stands right now; null while it is not known, or may not be dialled. */
  readonly server: ServerSummary | null;
  /** Keeps both; null where it is no address and nothing was kept. */
  readonly onServer: (serverUrl: string, accessKey: string) => Promise<KeptServer | null>;
  readonly onAgree: (url: string) => void;
}

/** The usual call server: its address, its access key, and whether it can be used. */
export function ServerForm(props: ServerFormProps) {
  const [key, keyHint, alert] = [createUniqueId(), createUniqueId(), createUniqueId()];
  const [said, setSaid] = createSignal<'nothing' | 'saved' | 'invalid' | 'not-saved'>('nothing');
  const [asked, setAsked] = createSignal<string | null>(null);
  let serverField: HTMLInputElement | undefined;
  let keyField: HTMLInputElement | undefined;

  async function save(): Promise<void> {
    if (!serverField || !keyField) return;
    setSaid('nothing');
    const kept = await props.onServer(serverField.value, keyField.value).catch(() => 'not-saved' as const);
    if (kept === 'not-saved') {
      setSaid(kept);
      return;
    }
    if (kept === null) serverField.focus();
    else serverField.value = kept.url;
    setSaid(kept === null ? 'invalid' : 'saved');
    setAsked(kept && !kept.agreed ? kept.url : null);
  }

  function agree(url: string): void {
    props.onAgree(url);
    setAsked(null);
  }

  return (
    <form
      class="fields"
      novalidate
      on:submit={(event) => {
        event.preventDefault();
        void save();
      }}
      on:input={() => {
        setSaid('nothing');
        setAsked(null);
      }}
    >
      <AddressField
        ref={(field) => (serverField = field)}
        label="options_server"
        hint={props.managed ? 'options_managed' : 'options_server_hint'}
        alert={alert}
        invalid={said() === 'invalid'}
        readonly={props.managed}
        value={props.serverUrl}
      >
        <div role="alert" id={alert} class="problem">
          <Show when={said() === 'invalid'}>{sentence('options_server_invalid')}</Show>
          <Show when={said() === 'not-saved'}>{sentence('options_not_saved')}</Show>
        </div>
      </AddressField>
      <Show when={!props.managed}>
        <div class="field">
          <label for={key}>{sentence('options_access_key')}</label>
          <input
            ref={keyField}
            id={key}
            type="text"
            dir="ltr"
            maxlength={256}
            autocomplete="off"
            spellcheck={false}
            value={props.accessKey}
            aria-describedby={keyHint}
          />
          <p id={keyHint} class="soft small">
            {sentence('options_access_key_hint')}
          </p>
        </div>
        <div class="row">
          <button type="submit" class="go">
            {sentence('options_save')}
          </button>
          <span role="status" class="soft">
            <Show when={said() === 'saved'}>{sentence('options_saved')}</Show>
          </span>
        </div>
      </Show>
      <Show when={asked()}>
        {(url) => (
          <ServerCard
            question={{ url: url(), proposed: false }}
            site=""
            onUse={() => agree(url())}
            onDecline={() => setAsked(null)}
          />
        )}
      </Show>
      <div role="status" class="state">
        <Show when={props.server}>{(now) => <ServerState server={now()} />}</Show>
      </div>
    </form>
  );
}

/** Whether it can be used, as it is at this moment. */
function ServerState(props: { readonly server: ServerSummary }) {
  return (
    <div class="row">
      <span class={`dot ${props.server.state}`} aria-hidden="true" />
      <Show
        when={props.server.trouble}
        fallback={
          <span class="soft small">
            {sentence(
              props.server.state === 'connected' ? 'options_server_connected' : 'options_server_connecting',
            )}{' '}
            <Show when={props.server.relay}>{(relay) => sentence(RELAY[relay()])}</Show>
          </span>
        }
      >
        {(trouble) => <span>{sentence(serverTroubleKey(trouble()))}</span>}
      </Show>
    </div>
  );
}

const RELAY: Record<NonNullable<ServerSummary['relay']>, SentenceKey> = {
  none: 'options_ice_none',
  stun: 'options_ice_stun',
  turn: 'options_ice_turn',
};

export const SERVER_FORM_STYLE = `
.page .server-card { padding: 16px; border-radius: 10px; background: var(--raised); }
/* as high as what it mostly says: what stands below shall not move under a hand */
.page .state { min-block-size: 3em; }
.page .state .row { align-items: baseline; }
.page .dot { border: 4px solid var(--soft); border-radius: 50%; flex: none; }
.page .dot.connected { border-color: var(--go); }
.page .dot.down { border-color: var(--stop); }
${SERVER_CARD_STYLE}`;
