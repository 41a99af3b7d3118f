import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isInSight } from './in-sight.ts';
import { drawn } from './testing/sight.ts';

type Look = NonNullable<ReturnType<NonNullable<Parameters<typeof drawn>[1]>>>;

let host: HTMLElement;
let button: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = '<main><header><i></i></header></main>';
  host = document.querySelector('i') as HTMLElement;
  button = document.createElement('button');
  host.attachShadow({ mode: 'closed' }).append(button);
});
afterEach(() => vi.unstubAllGlobals());

const click = (detail = 1) =>
  ({ currentTarget: button, detail, clientX: 3, clientY: 4 }) as unknown as MouseEvent;
const looks = (selector: string, look: Look) =>
  drawn(
    () => host,
    (element) => (element.matches(selector) ? look : {}),
  );

describe('a button of ours on a page', () => {
  test('is in sight where nothing hides it', () => {
    drawn(() => host);
    expect(isInSight(click())).toBe(true);
  });

  test.each<[string, string, Look]>([
    ['transparent itself', 'i', { opacity: '0' }],
    ['in something nearly transparent', 'main', { opacity: '0.05' }],
    ['on a transparent page', 'html', { opacity: '0.1' }],
    ['in two that are half transparent each', 'i, header', { opacity: '0.5' }],
    ['filtered away', 'header', { filter: 'hue-rotate(9deg) opacity(0.01)' }],
    ['blurred', 'body', { filter: 'blur(20px)' }],
    ['blackened', 'body', { filter: 'brightness(0)' }],
    ['grey all over', 'body', { filter: 'contrast(0.01)' }],
    ['masked', 'main', { maskImage: 'linear-gradient(rgba(0, 0, 0, 0), rgba(0, 0, 0, 0))' }],
  ])('is not when it is %s', (_, selector, look) => {
    looks(selector, look);
    expect(isInSight(click())).toBe(false);
  });

  test.each<[string, Look]>([
    [
      'in a dark mode made of filters',
      { filter: 'invert(0.9) hue-rotate(180deg) contrast(0.9) brightness(0.8)' },
    ],
    ['in a head that fades while nobody is there', { opacity: '0.6' }],
  ])('is %s', (_, look) => {
    looks('main', look);
    expect(isInSight(click())).toBe(true);
  });

  test('is not where something else is on top', () => {
    drawn(() => document.querySelector('main'));
    expect(isInSight(click())).toBe(false);
  });

  test('is looked for where the click is, and in its middle where a key made the click', () => {
    const at = vi.fn(() => host);
    drawn(at);
    button.getBoundingClientRect = () => new DOMRect(10, 20, 30, 40);
    isInSight(click());
    isInSight(click(0));
    expect(at.mock.calls).toEqual([
      [3, 4],
      [25, 40],
    ]);
  });

  test('is followed out of a shadow root of the page', () => {
    const outer = document.createElement('p');
    document.body.append(outer);
    outer.attachShadow({ mode: 'open' }).append(host);
    looks('p', { opacity: '0' });
    expect(isInSight(click())).toBe(false);
  });
});

test('on a page of our own nothing hides a button', () => {
  drawn(() => null);
  document.body.append(button);
  expect(isInSight(click())).toBe(true);
});
