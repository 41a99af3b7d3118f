import { createSignal, createUniqueId, Show } from 'solid-js';
import { sentence, type SentenceKey } from '../lib/i18n/sentence.ts';
import type { ServerSummary } from '../lib/messaging/view.ts';
import { serverTroubleKey } from './call-text.ts';
import { Forget, FORGET_STYLE } from './forget.tsx';
import { TAB_PAGE_STYLE } from './own-page.ts';
import { SERVER_CARD_STYLE, ServerCard } from './server-card.tsx';
import { type PermittedSite, SITE_LIST_STYLE, SiteList } from './site-list.tsx';

/** What a person can set. */
export interface OptionValues {
  /** As it is dialled. */
  readonly serverUrl: string;
  /** Empty: none. */
  readonly accessKey: string;
  readonly soundProcessing: boolean;
}

export interface KeptServer {
  /** As it is dialled. */
  readonly url: string;
  /** The person agreed to it before, or need not be asked. */
  readonly agreed: boolean;
}

/** What whoever manages this browser has settled, and nobody else can change. */
export interface Managed {
  readonly server: boolean;
  readonly soundProcessing: boolean;
}

export interface OptionsProps {
  /** What counts. */
  readonly saved: OptionValues;
  readonly managed: Managed;
  /** How the call server stands right now; null while it is not known, or may not be dialled. */
  readonly server: ServerSummary | null;
  /** Keeps both; null where it is no address and nothing was kept. */
  readonly onServer: (serverUrl: string, accessKey: string) => Promise<KeptServer | null>;
  readonly onAgree: (url: string) => void;
  readonly onSoundProcessing: (wanted: boolean) => void;
  readonly sites: readonly PermittedSite[];
  readonly onRemoveSite: (pattern: string) => void;
  /** A call is on: nothing is taken away under it. */
  readonly inCall: boolean;
  readonly onForget: () => void;
}

export function Options(props: OptionsProps) {
  return (
    <main class="earshot page">
      <h1>{sentence('options_title')}</h1>
      <section class="card">
        <ServerForm {...props} />
      </section>
      <section class="card">
        <SiteList sites={props.sites} onRemove={props.onRemoveSite} />
      </section>
      <section class="card">
        <SoundProcessing
          wanted={props.saved.soundProcessing}
          managed={props.managed.soundProcessing}
          onChange={props.onSoundProcessing}
        />
      </section>
      <section class="card">
        <Forget inCall={props.inCall} onForget={props.onForget} />
      </section>
    </main>
  );
}

function ServerForm(props: OptionsProps) {
  const [server, key, hint, keyHint, alert] = [
    createUniqueId(),
    createUniqueId(),
    createUniqueId(),
    createUniqueId(),
    createUniqueId(),
  ];
  const [said, setSaid] = createSignal<'nothing' | 'saved' | 'invalid'>('nothing');
  const [asked, setAsked] = createSignal<string | null>(null);
  let serverField: HTMLInputElement | undefined;
  let keyField: HTMLInputElement | undefined;

  async function save(): Promise<void> {
    if (!serverField || !keyField) return;
    const kept = await props.onServer(serverField.value, keyField.value);
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
      <div class="field">
        <label for={server}>{sentence('options_server')}</label>
        <input
          ref={serverField}
          id={server}
          type="text"
          inputmode="url"
          dir="ltr"
          autocomplete="off"
          spellcheck={false}
          readonly={props.managed.server}
          value={props.saved.serverUrl}
          aria-describedby={`${alert} ${hint}`}
          aria-invalid={said() === 'invalid'}
        />
        <div role="alert" id={alert} class="problem">
          <Show when={said() === 'invalid'}>{sentence('options_server_invalid')}</Show>
        </div>
        <p id={hint} class="soft small">
          {sentence(props.managed.server ? 'options_managed' : 'options_server_hint')}
        </p>
      </div>
      <Show when={!props.managed.server}>
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
            value={props.saved.accessKey}
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

function SoundProcessing(props: {
  readonly wanted: boolean;
  readonly managed: boolean;
  readonly onChange: (wanted: boolean) => void;
}) {
  const [box, hint] = [createUniqueId(), createUniqueId()];
  return (
    <div class="switch">
      <input
        id={box}
        type="checkbox"
        checked={props.wanted}
        disabled={props.managed}
        aria-describedby={hint}
        on:change={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={box}>{sentence('options_sound')}</label>
        <p id={hint} class="soft small">
          {sentence(props.managed ? 'options_managed' : 'options_sound_hint')}
        </p>
      </div>
    </div>
  );
}

export const OPTIONS_STYLE = `${TAB_PAGE_STYLE}
.fields { display: grid; gap: 20px; }
.field { display: grid; gap: 6px; }
.page label { font-weight: 600; }
.page input[type='text'] {
  font: inherit; color: inherit; background: var(--surface); border: 1px solid color-mix(in srgb, var(--soft) 75%, var(--surface)); border-radius: 10px;
  min-height: 40px; padding: 0 12px; inline-size: 100%; text-align: start;
}
.page input[aria-invalid='true'] { border-color: var(--stop); }
.page .server-card { padding: 16px; border-radius: 10px; background: var(--raised); }
/* as high as what it mostly says: what stands below shall not move under a hand */
.page .state { min-block-size: 3em; }
.page .state .row { align-items: baseline; }
.page .dot { border: 4px solid var(--soft); border-radius: 50%; flex: none; }
.page .dot.connected { border-color: var(--go); }
.page .dot.down { border-color: var(--stop); }
.problem { color: var(--stop); }
.problem:empty { display: none; }
.switch { display: grid; grid-template-columns: auto 1fr; gap: 12px; align-items: start; }
.switch input { inline-size: 18px; block-size: 18px; margin: 1px 0 0; accent-color: var(--go); }
${SITE_LIST_STYLE}${FORGET_STYLE}${SERVER_CARD_STYLE}`;
