import { cleanup, render } from '@solidjs/testing-library';
import { type Component, createSignal } from 'solid-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { View } from '../lib/messaging/view.ts';
import { CallBar } from './call-bar.tsx';
import { CallControl } from './call-control.tsx';
import { CallWindow } from './call-window.tsx';
import { IncomingPrompt } from './incoming-prompt.tsx';
import { Popup } from './popup.tsx';
import { useEnglish } from './testing/english.ts';
import { listen } from './testing/live-regions.ts';
import {
  ADA,
  CALL,
  callIn,
  callWith,
  CHIOMA,
  ELSEWHERE,
  notice,
  PLACE,
  RING,
  TEA,
  viewWith,
} from './testing/views.ts';

beforeEach(useEnglish);
afterEach(cleanup);

const nothing = () => {};
const MOVED = viewWith({ places: [{ ...PLACE, others: [ADA, CHIOMA] }] });

/** Views come over a port: each is another object than the last, whatever it says. */
function show(first: View, Surface: Component<{ readonly view: View }>) {
  const [view, setView] = createSignal(first);
  const { container } = render(() => <Surface view={view()} />);
  const heard = listen(container);
  return (next: View) => {
    setView(structuredClone(next));
    return heard();
  };
}

describe.each<[string, Component<{ readonly view: View }>]>([
  ['beside the button', (props) => <CallControl view={props.view} conversation={TEA} send={nothing} />],
  ['in the popup', (props) => <Popup view={props.view} page={null} onUseSite={nothing} send={nothing} />],
  ['in the call window', (props) => <CallWindow view={props.view} send={nothing} />],
])('the status %s', (_, Surface) => {
  test('reads out once what comes to be, and nothing again that stays', () => {
    const read = show(viewWith(), Surface);
    const answering = viewWith({ call: callIn('answering') });
    expect(read(answering)).toEqual(['Ada is answering…']);
    expect(read(answering)).toEqual([]);
    expect(read({ ...answering, places: MOVED.places })).toEqual([]);
    const troubled = viewWith({ call: callWith('nothing-arrives') });
    expect(read(troubled)).toEqual(['Nothing of Ada’s sound arrives. Trying to repair it…']);
    expect(read(troubled)).toEqual([]);
    expect(read(viewWith({ call: callWith('nothing-arrives', { peerMuted: true }) }))).toEqual([]);
    const refused = viewWith({ notice: notice('refused') });
    expect(read(refused)).toEqual(['Ada refused.']);
    expect(read(refused)).toEqual([]);
  });
});

test('the bar of a call elsewhere reads a trouble out once', () => {
  const read = show(viewWith({ call: { ...CALL, ...ELSEWHERE } }), (props) => (
    <CallBar call={props.view.call ?? CALL} send={nothing} />
  ));
  const troubled = callWith('nothing-arrives', ELSEWHERE);
  expect(read(viewWith({ call: troubled }))).toEqual([
    'Nothing of the other side’s sound arrives. Trying to repair it…',
  ]);
  expect(read(viewWith({ call: troubled }))).toEqual([]);
  expect(read(viewWith({ call: { ...troubled, muted: true } }))).toEqual([]);
});

test('a prompt is read out when it appears, and not again', () => {
  const read = show(viewWith({ rings: [RING] }), (props) => (
    <IncomingPrompt ring={props.view.rings[0] ?? RING} onAccept={nothing} onRefuse={nothing} />
  ));
  expect(read(viewWith({ rings: [RING] }))).toEqual([]);
});
