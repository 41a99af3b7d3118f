import { cleanup, render } from '@solidjs/testing-library';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CallControl } from '@/components/call-control.tsx';
import * as pseudo from '@/components/testing/pseudo-locale.ts';
import { readTwice } from '@/components/testing/live-regions.ts';
import {
  CALL,
  callIn,
  callWith,
  ELSEWHERE,
  notice,
  RECONNECTING,
  RING,
  TEA,
  viewWith,
} from '@/components/testing/views.ts';
import { MediaTrouble } from '@/lib/call/trouble.ts';
import { useLookup } from '@/lib/i18n/sentence.ts';
import type { View } from '@/lib/messaging/view.ts';
import { Overlay } from './overlay.tsx';

const CALLS: readonly (readonly [string, NonNullable<View['call']>])[] = [
  ['connecting', callIn('connecting')],
  ['waiting for the microphone', callIn('connecting', { microphoneWaits: 'permission' })],
  ['in call', CALL],
  ['reconnecting', RECONNECTING],
  ...MediaTrouble.options.map((trouble) => [trouble, callWith(trouble)] as const),
];

const VIEWS: readonly (readonly [string, View])[] = [
  ['nobody calls', viewWith()],
  ['somebody calls', viewWith({ rings: [RING] })],
  ['somebody calls after a call', viewWith({ rings: [RING], notice: notice('ended') })],
  ...CALLS.flatMap(([name, call]): (readonly [string, View])[] => [
    [name, viewWith({ call })],
    [`${name}, elsewhere`, viewWith({ call: { ...call, ...ELSEWHERE } })],
    [`${name}, after something happened`, viewWith({ call, notice: notice('connection-lost') })],
  ]),
];

describe('what stands by the button and what lies over the page', () => {
  beforeAll(() => useLookup(pseudo.english));
  afterEach(cleanup);

  test.each(VIEWS)('say nothing twice: %s', (_, view) => {
    const { container } = render(() => (
      <>
        <CallControl view={view} conversation={TEA} send={() => {}} />
        <Overlay view={view} send={() => {}} />
      </>
    ));
    expect(readTwice(container).map(({ why }) => why)).toEqual([]);
  });
});
