import { createSignal, createUniqueId, onMount, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import { AddressField } from './address-field.tsx';
import { ServerCard } from './server-card.tsx';
import type { KeptServer } from './server-form.tsx';

export interface SiteServerAddProps {
  /** Keeps a call server for a site, both as they were written; says which is no address, where nothing was kept. */
  readonly onAdd: (site: string, server: string) => Promise<KeptServer | 'no-site' | 'no-server'>;
  readonly onAgree: (url: string) => void;
}

/** For whoever knows where the people of a site meet, and its page does not say so. */
export function SiteServerAdd(props: SiteServerAddProps) {
  const [open, setOpen] = createSignal(false);
  return (
    <Show
      when={open()}
      fallback={
        <button type="button" class="link" on:click={() => setOpen(true)}>
          {sentence('options_site_server_add')}
        </button>
      }
    >
      <Fields {...props} />
    </Show>
  );
}

function Fields(props: SiteServerAddProps) {
  const alert = createUniqueId();
  const [said, setSaid] = createSignal<'nothing' | 'saved' | 'no-site' | 'no-server' | 'not-saved'>(
    'nothing',
  );
  const [asked, setAsked] = createSignal<string | null>(null);
  let siteField: HTMLInputElement | undefined;
  let serverField: HTMLInputElement | undefined;

  async function add(): Promise<void> {
    if (!siteField || !serverField) return;
    setSaid('nothing');
    const kept = await props.onAdd(siteField.value, serverField.value).catch(() => 'not-saved' as const);
    if (typeof kept === 'string') {
      setSaid(kept);
      (kept === 'no-server' ? serverField : siteField).focus();
      return;
    }
    siteField.value = '';
    serverField.value = '';
    setSaid('saved');
    setAsked(kept.agreed ? null : kept.url);
  }

  const problem = () => {
    switch (said()) {
      case 'no-site':
        return sentence('options_site_invalid');
      case 'no-server':
        return sentence('options_server_invalid');
      case 'not-saved':
        return sentence('options_not_saved');
      default:
        return null;
    }
  };

  // the button that led here is gone
  onMount(() => siteField?.focus());

  return (
    <form
      class="fields"
      novalidate
      on:submit={(event) => {
        event.preventDefault();
        void add();
      }}
      on:input={() => {
        setSaid('nothing');
        setAsked(null);
      }}
    >
      <AddressField
        ref={(field) => (siteField = field)}
        label="options_site"
        hint="options_site_hint"
        alert={alert}
        invalid={said() === 'no-site'}
      />
      <AddressField
        ref={(field) => (serverField = field)}
        label="options_site_own_server"
        alert={alert}
        invalid={said() === 'no-server'}
      />
      <div role="alert" id={alert} class="problem">
        <Show when={problem()}>{(text) => text()}</Show>
      </div>
      <div class="row">
        <button type="submit" class="plain">
          {sentence('button_add')}
        </button>
        <span role="status" class="soft">
          <Show when={said() === 'saved'}>{sentence('options_saved')}</Show>
        </span>
      </div>
      <Show when={asked()}>
        {(url) => (
          <ServerCard
            question={{ url: url(), proposed: false }}
            site=""
            onUse={() => {
              props.onAgree(url());
              setAsked(null);
            }}
            onDecline={() => setAsked(null)}
          />
        )}
      </Show>
    </form>
  );
}
