import { describe, expect, test } from 'vitest';
import { createGuard, REST_MS } from './guard.ts';

const click = { isTrusted: true, detail: 1 };

describe('a surface that just appeared', () => {
  function appeared() {
    let nowMs = 5_000;
    const guard = createGuard(() => nowMs);
    guard.appeared();
    return { guard, after: (ms: number) => (nowMs += ms) };
  }

  test('takes no click from a pointer that rests where it appeared', () => {
    const { guard, after } = appeared();
    after(REST_MS - 1);
    expect(guard.allows(click)).toBe(false);
    after(1);
    expect(guard.allows(click)).toBe(true);
  });

  test('takes a click from a pointer that moved', () => {
    const { guard } = appeared();
    guard.moved();
    expect(guard.allows(click)).toBe(true);
  });

  test('takes no second click of a double click, even from a hand that shakes', () => {
    const { guard } = appeared();
    guard.moved();
    expect(guard.allows({ isTrusted: true, detail: 2 })).toBe(false);
  });

  test('rests again when it means something else', () => {
    const { guard, after } = appeared();
    guard.moved();
    after(REST_MS);
    guard.appeared();
    expect(guard.allows(click)).toBe(false);
  });
});

test('an event made by a script never acts', () => {
  expect(createGuard(() => 0).allows({ isTrusted: false, detail: 1 })).toBe(false);
});
