import { readFileSync } from 'node:fs';
import { cleanup, render } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SiteOwners } from './site-owners.tsx';
import { useEnglish } from './testing/english.ts';

beforeEach(useEnglish);
afterEach(cleanup);

const NAMES = /(?:data-)?earshot-[a-z-]+/g;

test('the page for site owners names what docs/site-owners.md names, and no more', () => {
  const { container } = render(() => <SiteOwners example="" />);
  const explained = [...container.querySelectorAll('dt')].flatMap(
    (term) => term.textContent?.match(NAMES) ?? [],
  );
  const documented = readFileSync('docs/site-owners.md', 'utf8').match(NAMES) ?? [];
  expect(new Set(explained)).toEqual(new Set(documented));
});
