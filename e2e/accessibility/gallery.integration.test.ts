import { launch, type Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../.ci/find-command.ts';
import { bundlePage } from '../gallery/bundle.ts';
import { type Look, LOOKS } from '../gallery/looks.ts';
import { openStage } from '../gallery/stage.ts';
import { chromiumFlags } from '../rig/chromium.ts';
import { auditPage, bundleAudit, report } from './audit.ts';
import type { Finding } from './findings.ts';
import type { OFF } from './rules.ts';

let browser: Browser;
let gallery: string;
let audit: string;

beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('this test needs Chromium');
  [browser, gallery, audit] = await Promise.all([
    launch({ executablePath, pipe: true, args: chromiumFlags() }),
    bundlePage(),
    bundleAudit(),
  ]);
}, 60_000);

afterAll(() => browser?.close());

/** What does not count in a look, whatever it shows. */
function offIn({ name, locale, features }: Look): (keyof typeof OFF)[] {
  if ('forced-colors' in features) return ['forcedColours'];
  if (name === 'light' || name === 'dark') return [];
  return locale === 'long' ? ['sameColours', 'long'] : ['sameColours'];
}

function offOf(state: string): (keyof typeof OFF)[] {
  return /^(control|prompt|bar):/.test(state) ? ['inAnothersPage'] : [];
}

describe('every state of every screen can be used by everybody', () => {
  test.each(LOOKS)(
    '$name: axe finds nothing, everything has a name, nothing is read twice or wider than the page',
    async (look) => {
      const { page, states, show } = await openStage(browser, gallery, look);
      await page.evaluate(audit);
      expect(states).not.toEqual([]);
      const found: (Finding & { where: string })[] = [];
      for (const state of states) {
        await show(state);
        const findings = await auditPage(page, ...offIn(look), ...offOf(state.name));
        found.push(...findings.map((each) => ({ ...each, where: `${state.name}, ${look.name}` })));
      }
      await page.close();
      if (found.length > 0) throw new Error(report(found));
    },
    60_000,
  );
});

describe('the audit', () => {
  test.each([
    ['a button without a name', '<button></button>', 'button-name'],
    ['a control without a name', '<div tabindex="0"></div>', 'control-name'],
    ['text that can hardly be read', '<p style="color: #888">Muted</p>', 'color-contrast'],
    ['a field without a label', '<input type="text">', 'label'],
    ['a live region within another', '<div role="status">a<p role="alert">b</p></div>', 'read-once'],
    ['what two live regions say', '<p role="status">Muted</p><p aria-live="polite">Muted</p>', 'read-once'],
    [
      'two small buttons close together',
      '<button style="all: unset">a</button><button style="all: unset">b</button>',
      'target-size',
    ],
    ['what no finger can hit', '<button style="height: 30px">Mute</button>', 'finger-size'],
    ['a line that has to be scrolled to', '<p style="width: 400px">Muted</p>', 'wider-than-the-page'],
    ['a button that has only a colour', '<button style="border: 0">Mute</button>', 'forced-colours'],
    ['a page without a heading', '', 'page-has-heading-one'],
  ])('finds %s', async (_, html, rule) => {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: rule === 'forced-colours' ? 'active' : 'none' }],
    });
    await page.setViewport({ width: 320, height: 200, hasTouch: rule === 'finger-size' });
    await page.setContent(`<!doctype html><html lang="en"><title>a</title><main>${html}</main>`);
    await page.evaluate(audit);
    const found = await auditPage(page);
    expect(found.map((each) => each.rule)).toContain(rule);
    await page.close();
  });
});
