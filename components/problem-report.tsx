import { createSignal, createUniqueId, Show } from 'solid-js';
import { sentence } from '../lib/i18n/sentence.ts';
import { copyText } from './copy-text.ts';

/** What happened last, for whoever looks into a problem: copied, shown, and sent nowhere. */
export function ProblemReport(props: { readonly onReport: () => Promise<string> }) {
  const [report, setReport] = createSignal<string | null>(null);
  const [copied, setCopied] = createSignal(false);
  const [hint, field] = [createUniqueId(), createUniqueId()];

  async function copy(): Promise<void> {
    const text = await props.onReport();
    setCopied(await copyText(text));
    setReport(text);
  }

  return (
    <div class="report">
      <p id={hint} class="soft small">
        {sentence('options_report_text')}
      </p>
      <div class="row wrap">
        <button type="button" class="plain" aria-describedby={hint} on:click={() => void copy()}>
          {sentence('options_report')}
        </button>
        <span role="status" class="soft">
          <Show when={report() !== null}>
            {sentence(copied() ? 'options_report_copied' : 'options_report_not_copied')}
          </Show>
        </span>
      </div>
      <Show when={report()}>
        {(text) => (
          <div class="field">
            <label for={field}>{sentence('options_report_show')}</label>
            <textarea id={field} readonly rows="10" dir="ltr" lang="en" translate="no">
              {text()}
            </textarea>
          </div>
        )}
      </Show>
    </div>
  );
}

export const PROBLEM_REPORT_STYLE = `
.report { display: grid; gap: 12px; min-inline-size: 0; }
.report textarea {
  padding: 12px; inline-size: 100%; resize: vertical; border: 1px solid color-mix(in srgb, var(--soft) 75%, var(--surface)); border-radius: 10px; background: var(--raised); color: inherit;
  font: 12px/1.5 ui-monospace, monospace; overflow-wrap: anywhere;
}
.report textarea:focus-visible { outline: 2px solid var(--go); outline-offset: 2px; }
`;
