import { describe, expect, test } from 'vitest';
import { createKnock } from './knock.ts';

/** What is found at the address: our server, one whose answer may not be read, a proxy's error, nothing. */
type There = 'server' | 'older-server' | 'bad-gateway' | 'nothing';

/** A browser's fetch, as an extension without a permission for the address has it. */
function browserWith(there: () => There) {
  const asked: string[] = [];
  const request = async (url: string, { mode, signal: calledOff }: RequestInit) => {
    calledOff?.throwIfAborted();
    asked.push(`${mode} ${url}`);
    const found = there();
    if (found === 'nothing') throw new TypeError('Failed to fetch');
    if (mode === 'no-cors') return { ok: false };
    if (found !== 'server') throw new TypeError('Failed to fetch');
    return { ok: true };
  };
  return { request, asked };
}

const signal = new AbortController().signal;

describe('a knock', () => {
  test.each([
    ['server', true],
    ['older-server', true],
    ['nothing', false],
  ] as const)('at %s: %s', async (there, answer) => {
    expect(await createKnock('https://calls.example', browserWith(() => there).request)(signal)).toBe(answer);
  });

  test("asks for the server's health, where the server is", async () => {
    const { request, asked } = browserWith(() => 'server');
    await createKnock('https://calls.example/earshot/', request)(signal);
    expect(asked).toEqual(['cors https://calls.example/earshot/healthz']);
  });

  test("does not take a proxy's error for a server whose answers it has read", async () => {
    let there: There = 'server';
    const knock = createKnock('https://calls.example', browserWith(() => there).request);
    expect(await knock(signal)).toBe(true);
    there = 'bad-gateway';
    expect(await knock(signal)).toBe(false);
    there = 'server';
    expect(await knock(signal)).toBe(true);
  });

  test('that is called off says no, and asks no more', async () => {
    const { request, asked } = browserWith(() => 'server');
    expect(await createKnock('https://calls.example', request)(AbortSignal.abort())).toBe(false);
    expect(asked).toEqual([]);
  });
});
