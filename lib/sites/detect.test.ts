// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { detect } from './detect.ts';
import { fixtureHtml } from './fixtures/page.ts';

let stop: AbortController;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  stop = new AbortController();
  history.replaceState(null, '', '/');
  document.body.innerHTML = '<p>It works!</p>';
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

function describeChat(): void {
  const opened = new DOMParser().parseFromString(fixtureHtml('self-described'), 'text/html');
  document.body.replaceChildren(document.adoptNode(opened.body));
}

const settle = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);

test('a chat is announced at once, and only once', async () => {
  describeChat();
  const announce = vi.fn(async () => {});
  detect(window, announce, stop.signal);
  expect(announce.mock.calls).toEqual([['self-described']]);
  document.body.append('more');
  window.dispatchEvent(new Event('popstate'));
  await settle(100_000);
  expect(announce).toHaveBeenCalledOnce();
});

test('a chat that comes later is announced when it is there', async () => {
  const announce = vi.fn(async () => {});
  detect(window, announce, stop.signal);
  document.body.append('still loading');
  await settle();
  expect(announce).not.toHaveBeenCalled();
  describeChat();
  await settle();
  expect(announce).toHaveBeenCalledOnce();
});

test('when the background does not answer, it is told again, less and less often', async () => {
  describeChat();
  const announce = vi.fn(() => Promise.reject(new Error('no receiving end')));
  detect(window, announce, stop.signal);
  await settle(499);
  expect(announce).toHaveBeenCalledTimes(1);
  await settle(1);
  expect(announce).toHaveBeenCalledTimes(2);
  await settle(2_000);
  expect(announce).toHaveBeenCalledTimes(3);
  await settle(1_000_000);
  expect(announce).toHaveBeenCalledTimes(5);
});

test('and no more once it answered', async () => {
  describeChat();
  const announce = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('no receiving end'));
  detect(window, announce, stop.signal);
  await settle(1_000_000);
  expect(announce).toHaveBeenCalledTimes(2);
});

test('after the signal it neither looks nor repeats', async () => {
  const announce = vi.fn(() => Promise.reject(new Error('no receiving end')));
  detect(window, announce, stop.signal);
  describeChat();
  await settle();
  expect(announce).toHaveBeenCalled();
  const before = announce.mock.calls.length;
  stop.abort();
  await settle(1_000_000);
  expect(announce).toHaveBeenCalledTimes(before);
});
