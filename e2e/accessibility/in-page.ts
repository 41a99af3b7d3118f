// Runs in the page that is looked at: bundled with axe-core into one script, and evaluated there.
import axe from 'axe-core';
import type { Finding } from './findings.ts';
import { lostInForcedColours, saidTwice, tooSmallToTouch, unnamed, widerThanThePage } from './ours.ts';
import { EMPTY_DOUBTS } from './rules.ts';

/** Everything that is wrong with what the page shows now. `off`: axe's rules that do not count here. */
async function audit(off: readonly string[]): Promise<Finding[]> {
  return [
    ...(await askAxe(off)),
    ...unnamed(nameOf),
    ...saidTwice(),
    ...tooSmallToTouch(),
    ...lostInForcedColours(),
    ...widerThanThePage(),
  ];
}

async function askAxe(off: readonly string[]): Promise<Finding[]> {
  const values = axe
    .getRules()
    .filter(({ ruleId, tags }) => !tags.includes('deprecated') && !off.includes(ruleId))
    .map(({ ruleId }) => ruleId);
  const { violations, incomplete } = await axe.run(document, {
    runOnly: { type: 'rule', values },
    resultTypes: ['violations', 'incomplete'],
    // there is nothing to fetch: no media, and only constructed style sheets
    preload: false,
  });
  const doubts = incomplete.map(({ id, nodes }) => ({
    id,
    nodes: nodes.filter(({ any }) => !any.some(({ data }) => isEmptyDoubt(data))),
  }));
  return [...violations, ...doubts].flatMap(({ id: rule, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => ({
      rule,
      element: html,
      what: failureSummary.replaceAll(/\s+/g, ' '),
    })),
  );
}

function isEmptyDoubt(data: unknown): boolean {
  const { messageKey } = (data ?? {}) as { messageKey?: unknown };
  return typeof messageKey === 'string' && messageKey in EMPTY_DOUBTS;
}

/** By axe's own reading of "Accessible Name and Description Computation", of the page as it is now. */
function nameOf(element: Element): string {
  axe.setup(document.documentElement);
  try {
    return axe.commons.text.accessibleText(element);
  } finally {
    axe.teardown();
  }
}

Object.assign(globalThis, { audit });
