import { Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import { Forget, FORGET_STYLE } from './forget.tsx';
import { TAB_PAGE_STYLE } from './own-page.ts';
import { PROBLEM_REPORT_STYLE, ProblemReport } from './problem-report.tsx';
import { SERVER_FORM_STYLE, ServerForm, type ServerFormProps } from './server-form.tsx';
import { type PermittedSite, SITE_LIST_STYLE, SiteList } from './site-list.tsx';
import { SITE_SERVERS_STYLE, SiteServers, type SiteServersProps } from './site-servers.tsx';
import { SOUND_SETTINGS_STYLE, SoundSettings, type SoundSettingsProps } from './sound-settings.tsx';

export interface OptionsProps {
  readonly usual: ServerFormProps;
  readonly siteServers: SiteServersProps;
  readonly sites: readonly PermittedSite[];
  readonly onRemoveSite: (pattern: string) => void;
  readonly sound: SoundSettingsProps;
  /** The text of a problem report. */
  readonly onReport: () => Promise<string>;
  /** A call is on: nothing is taken away under it. */
  readonly inCall: boolean;
  readonly onForget: () => Promise<void>;
  /** The last change that needs no button was not kept. */
  readonly notKept: boolean;
}

export function Options(props: OptionsProps) {
  return (
    <main class="earshot page">
      <h1>{sentence('options_title')}</h1>
      <section class="card">
        <ServerForm {...props.usual} />
      </section>
      <section class="card">
        <SiteList sites={props.sites} onRemove={props.onRemoveSite} />
        <SiteServers {...props.siteServers} />
      </section>
      <section class="card">
        <SoundSettings {...props.sound} />
      </section>
      <section class="card">
        <ProblemReport onReport={props.onReport} />
      </section>
      <section class="card">
        <Forget inCall={props.inCall} onForget={props.onForget} />
      </section>
      <div role="alert" class="not-kept">
        <Show when={props.notKept}>
          <p class="note bad">{sentence('options_not_saved')}</p>
        </Show>
      </div>
    </main>
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
.problem { color: var(--stop); }
.problem:empty, .not-kept:empty { display: none; }
/* in sight, wherever on the page the change was made */
.not-kept { position: sticky; inset-block-end: 16px; }
.not-kept .note { box-shadow: var(--shadow); }
@media (pointer: coarse) { .page input[type='text'] { min-height: 44px; } }
${SERVER_FORM_STYLE}${SITE_SERVERS_STYLE}${SITE_LIST_STYLE}${SOUND_SETTINGS_STYLE}${PROBLEM_REPORT_STYLE}${FORGET_STYLE}`;
