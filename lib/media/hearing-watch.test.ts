import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFakeWorld, FakeConnection, FakeTrack } from './fake-world.ts';
import { watchHearing } from './hearing-watch.ts';
import type { ConnectionState, MediaTrouble, MicrophoneTrouble } from './port.ts';
import type { SoundReport } from './report.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp({ offers = true, shown = true } = {}) {
  const page = Object.assign(new EventTarget(), {
    visibilityState: shown ? 'visible' : 'hidden',
    hasFocus: () => state.focused,
  });
  const world = Object.assign(createFakeWorld(), { page });
  const connection = new FakeConnection({});
  const track = new FakeTrack();
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream;
  const own = {
    stream: stream as MediaStream | null,
    trouble: null as MicrophoneTrouble | null,
    asking: false,
  };
  const state = { muted: false, focused: true, connection: 'connected' as ConnectionState };
  const said: Omit<SoundReport, 'v' | 'type'>[] = [];
  const told: (MediaTrouble | null)[] = [];
  const repairs: string[] = [];
  const watch = watchHearing({
    world,
    microphone: () => own,
    isMuted: () => state.muted,
    path: () => ({
      ...{ state: state.connection, offers },
      peer: { statistics: async () => (await connection.getStats()) as RTCStatsReport },
      say(message) {
        if (message.type === 'report') said.push(report(message));
      },
    }),
    onStatistics: () => {},
    tell: (trouble) => void told.push(trouble),
    repair: (step) => void repairs.push(step),
  });
  /** So many seconds in which sound goes both ways, unless it is told otherwise, and reports come. */
  async function pass(
    seconds: number,
    { comes = 50, reaches = 50, sends = 50, says = 'live' as const } = {},
  ) {
    for (let passed = 0; passed < seconds; passed++) {
      connection.packets += comes;
      connection.sentPackets += sends;
      reached += reaches;
      if (passed % 2 === 0)
        watch.heard({ v: 1, type: 'report', microphone: says, sentPackets: 0, receivedPackets: reached });
      await vi.advanceTimersByTimeAsync(1_000);
    }
  }
  let reached = 0;
  return { world, page, watch, own, state, track, said, told, repairs, pass };
}

const report = ({ microphone, sentPackets, receivedPackets }: SoundReport) => ({
  ...{ microphone, sentPackets, receivedPackets },
});

describe('the watch over who can be heard', () => {
  test('reports every 2 s what is captured, sent and received', async () => {
    const { said, pass } = setUp();
    await pass(4);
    expect(said).toEqual([
      { microphone: 'live', sentPackets: 50, receivedPackets: 50 },
      { microphone: 'live', sentPackets: 150, receivedPackets: 150 },
    ]);
  });

  test('tells nothing while all is well', async () => {
    const { told, repairs, pass } = setUp();
    await pass(120);
    expect([told, repairs]).toEqual([[], []]);
  });

  test('tells of a silent microphone, reports it, and tells when it is heard', async () => {
    const { world, told, said, pass } = setUp();
    world.peak = 0;
    await pass(10);
    expect(told).toEqual(['microphone-silent']);
    expect(said.at(-1)?.microphone).toBe('silent');
    world.peak = 0.1;
    await pass(2);
    expect(told).toEqual(['microphone-silent', null]);
    expect(said.at(-1)?.microphone).toBe('live');
  });

  test('takes one that the system muted for silent, and one that the person muted not', async () => {
    const { track, state, told, said, pass } = setUp();
    track.muted = true;
    state.muted = true;
    await pass(10);
    expect(told).toEqual([]);
    expect(said.at(-1)?.microphone).toBe('muted');
    state.muted = false;
    await pass(10);
    expect(told).toEqual(['microphone-silent']);
  });

  test('has a silent microphone opened anew, once in each silence', async () => {
    const { world, watch, told, repairs, pass } = setUp();
    world.peak = 0;
    await pass(6);
    expect(repairs).toEqual(['microphone']);
    watch.microphoneChanged();
    await pass(120);
    expect(repairs).toEqual(['microphone']);
    expect(told).toEqual(['microphone-silent']);
    world.peak = 0.1;
    await pass(2);
    expect(told).toEqual(['microphone-silent', null]);
    world.peak = 0;
    await pass(80);
    expect(repairs).toEqual(['microphone', 'microphone']);
  });

  test('has none opened that the person muted, nor in a page that would not open it', async () => {
    const { world, state, repairs, pass } = setUp();
    world.peak = 0;
    state.muted = true;
    await pass(120);
    expect(repairs).toEqual([]);
    state.muted = state.focused = false;
    await pass(10);
    expect(repairs).toEqual([]);
    state.focused = true;
    await pass(1);
    expect(repairs).toEqual(['microphone']);
  });

  test('reports that the microphone is gone, tells it after a moment, and when it is back', async () => {
    const { own, watch, told, said, pass } = setUp();
    await pass(2);
    const { stream } = own;
    Object.assign(own, { stream: null, trouble: 'microphone-failed' });
    watch.microphoneChanged();
    expect(said.at(-1)?.microphone).toBe('live');
    expect(told).toEqual([]);
    own.trouble = 'microphone-absent';
    await pass(2);
    expect(said.at(-1)?.microphone).toBe('gone');
    expect(told).toEqual(['microphone-absent']);
    Object.assign(own, { stream, trouble: null });
    watch.microphoneChanged();
    expect(said.at(-1)?.microphone).toBe('live');
    expect(told).toEqual(['microphone-absent', null]);
  });

  test('a document that goes says nothing of its microphone: it has a second for that', async () => {
    const { own, watch, said, pass } = setUp();
    await pass(3);
    const before = said.length;
    Object.assign(own, { stream: null, trouble: 'microphone-failed' });
    watch.microphoneChanged();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said).toHaveLength(before);
  });

  test('in a page that is not shown the microphone waits for that, whatever took it', async () => {
    const { own, page, watch, told, pass } = setUp({ shown: false });
    await pass(2);
    expect(told).toEqual([]);
    Object.assign(own, { stream: null, trouble: 'microphone-failed' });
    watch.microphoneChanged();
    await pass(2);
    expect(told).toEqual(['microphone-window']);
    page.visibilityState = 'visible';
    await pass(1);
    expect(told).toEqual(['microphone-window', 'microphone-failed']);
  });

  test('in a page without the focus it waits for that, while the browser does not answer', async () => {
    const { own, state, watch, told, pass } = setUp();
    await pass(2);
    state.focused = false;
    Object.assign(own, { stream: null, trouble: 'microphone-failed', asking: true });
    watch.microphoneChanged();
    await pass(2);
    expect(told).toEqual(['microphone-window']);
    Object.assign(own, { trouble: 'microphone-absent', asking: false });
    await pass(1);
    expect(told).toEqual(['microphone-window', 'microphone-absent']);
  });

  test('does not hold the silence of one microphone against the next', async () => {
    const { world, watch, told, pass } = setUp();
    world.peak = 0;
    await pass(5);
    watch.microphoneChanged();
    await pass(5);
    expect(told).toEqual([]);
  });

  test('mends sound that is not sent, step by step', async () => {
    const { told, repairs, pass } = setUp();
    await pass(4);
    await pass(20, { reaches: 0, sends: 0 });
    expect(told).toEqual(['nothing-reaches']);
    expect(repairs).toEqual(['microphone', 'ice', 'peer']);
    await pass(2);
    expect(told).toEqual(['nothing-reaches', null]);
  });

  test('leaves the microphone alone whose sound is sent and does not arrive', async () => {
    const { told, repairs, pass } = setUp();
    await pass(4);
    await pass(14, { reaches: 0 });
    expect(told).toEqual(['nothing-reaches']);
    expect(repairs).toEqual(['ice', 'peer']);
  });

  test('tells who cannot be heard by a connection that ICE has given up, and leaves its repair to others', async () => {
    const { state, told, repairs, pass } = setUp();
    await pass(4);
    state.connection = 'failed';
    await pass(20, { reaches: 0, sends: 0 });
    expect(told).toEqual(['nothing-reaches']);
    expect(repairs).toEqual([]);
  });

  test('leaves the connection to the side that makes the offers', async () => {
    const { told, repairs, pass } = setUp({ offers: false });
    await pass(4);
    await pass(20, { reaches: 0, sends: 0 });
    expect(told).toEqual(['nothing-reaches']);
    expect(repairs).toEqual(['microphone']);
  });

  test('does not hold what an earlier life of the other said against the next', async () => {
    const { watch, told, pass } = setUp();
    await pass(4, { says: 'live' });
    await pass(4, { reaches: 0 });
    watch.pathChanged();
    await pass(4, { reaches: 0 });
    expect(told).toEqual([]);
  });

  test('takes back what it told of an earlier path, until the next has found the other', async () => {
    const { state, watch, told, pass } = setUp();
    await pass(4);
    await pass(8, { reaches: 0 });
    state.connection = 'new';
    watch.pathChanged();
    await pass(20, { reaches: 0 });
    expect(told).toEqual(['nothing-reaches', null]);
  });

  test('says nothing any more once it is stopped', async () => {
    const { world, watch, told, said } = setUp();
    world.peak = 0;
    watch.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([told, said]).toEqual([[], []]);
  });
});
