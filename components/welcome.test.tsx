import { cleanup, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { useEnglish } from './testing/english.ts';
import { clickAsPerson } from './testing/person.ts';
import { type MicrophoneTrial, Welcome } from './welcome.tsx';

beforeAll(useEnglish);
afterEach(cleanup);

const AGAIN = { name: 'Try again' };
const BUTTON = { name: 'Allow the microphone' };

function open(first: PermissionState) {
  const [permission, setPermission] = createSignal(first);
  let asked = 0;
  let answer: (trial: MicrophoneTrial) => void = () => {};
  render(() => (
    <Welcome
      permission={permission()}
      onAsk={() => {
        asked += 1;
        return new Promise((resolve) => (answer = resolve));
      }}
    />
  ));
  return {
    setPermission,
    asked: () => asked,
    async answer(trial: MicrophoneTrial) {
      answer(trial);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}
const says = () => screen.getByRole('status').textContent;
const ask = () => clickAsPerson(screen.getByRole('button', BUTTON));

describe('the welcome page', () => {
  test('asks for the microphone on a click, not before, and says how it went', async () => {
    const page = open('prompt');
    expect(page.asked()).toBe(0);
    ask();
    expect(page.asked()).toBe(1);
    expect(says()).toContain("Answer your browser's question");
    page.setPermission('granted');
    await page.answer('opened');
    expect(says()).toContain('Allowed.');
    expect(screen.queryByRole('button', BUTTON)).toBeNull();
  });

  test('follows what is allowed in the settings of the browser', () => {
    const page = open('denied');
    expect(says()).toContain('Blocked.');
    page.setPermission('granted');
    expect(says()).toContain('Allowed.');
    page.setPermission('prompt');
    expect(screen.getByRole('button', BUTTON)).toBeDefined();
  });

  test.each([
    ['absent', 'No microphone was found.'],
    ['failed', 'The microphone did not start.'],
  ] as const)('lets one try again when it was %s', async (trial, text) => {
    const page = open('prompt');
    ask();
    page.setPermission('granted');
    await page.answer(trial);
    expect(says()).toContain(text);
    clickAsPerson(screen.getByRole('button', AGAIN));
    await page.answer('opened');
    expect(says()).toContain('Allowed.');
  });

  test('asks again when the question was closed', async () => {
    const page = open('prompt');
    ask();
    await page.answer('not-asked');
    expect(screen.getByRole('button', BUTTON)).toBeDefined();
  });

  test('says so when the system refuses what the browser allows', async () => {
    const page = open('prompt');
    ask();
    page.setPermission('granted');
    await page.answer('blocked');
    expect(says()).toContain('Your system does not let this browser use the microphone.');
    expect(screen.getByRole('button', AGAIN)).toBeDefined();
  });

  test('forgets a refusal that was taken back', async () => {
    const page = open('prompt');
    ask();
    page.setPermission('denied');
    await page.answer('blocked');
    expect(says()).toContain('Blocked.');
    page.setPermission('granted');
    expect(says()).toContain('Allowed.');
  });
});
