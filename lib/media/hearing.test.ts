import { describe, expect, test } from 'vitest';
import { createHearing, type Finding, type OwnMicrophone } from './hearing.ts';
import { REPORT_MS, type SoundReport } from './report.ts';

const live: OwnMicrophone = { state: 'live' };
const absent: OwnMicrophone = { state: 'gone', code: 'microphone-absent' };

/** One side, looked at once a second, and what passes in that second. */
interface Second {
  microphone?: OwnMicrophone;
  /** Packets of the other's that came within it. */
  comes?: number;
  /** What the other says of its microphone; null: it says nothing. */
  says?: SoundReport['microphone'] | null;
  /** Packets of this side's sound that the other says came within it. */
  reaches?: number;
  /** Packets that this side, and the other by its own word, sent within it. */
  sends?: number;
  unanswered?: boolean;
  otherSends?: number;
  /** How long it lasts: more for a machine that sleeps. */
  ms?: number;
}

function side() {
  const hearing = createHearing();
  const counts = { received: 0, reached: 0, sent: 0, sentByOther: 0 };
  let [nowMs, reportedMs] = [0, 0];
  let finding: Finding | null = null;

  function second(given: Second): void {
    const { microphone = live, comes = 50, says = 'live', reaches = 50, ms = 1000 } = given;
    nowMs += ms;
    counts.received += comes;
    counts.reached += reaches;
    counts.sent += given.sends ?? 50;
    counts.sentByOther += given.otherSends ?? 50;
    if (says && nowMs - reportedMs >= REPORT_MS) {
      reportedMs = nowMs;
      const [sentPackets, receivedPackets] = [counts.sentByOther, counts.reached];
      hearing.heard({ v: 1, type: 'report', microphone: says, sentPackets, receivedPackets }, nowMs);
    }
    const [sentPackets, receivedPackets] = [counts.sent, counts.received];
    const { unanswered = false } = given;
    finding = hearing.look({ nowMs, unanswered, microphone, sentPackets, receivedPackets });
  }

  return {
    counts,
    hearing,
    /** What is told at the end of so many seconds. */
    passes(seconds: number, given: Second = {}) {
      for (let passed = 0; passed < seconds; passed++) second(given);
      return finding?.trouble ?? null;
    },
    get finding() {
      return finding;
    },
  };
}

describe('who cannot be heard', () => {
  test('is nobody while sound goes both ways', () => {
    expect(side().passes(120)).toBeNull();
  });

  test.each([
    ['nothing-arrives', { comes: 0 }],
    ['nothing-reaches', { reaches: 0 }],
  ] as const)('%s after some seconds, until the first packet', (trouble, broken) => {
    const it = side();
    it.passes(10);
    expect(it.passes(4, broken)).toBeNull();
    expect(it.passes(3, broken)).toBe(trouble);
    expect(it.passes(REPORT_MS / 1000)).toBeNull();
  });

  test('both sides come to the same: what does not arrive here does not reach from there', () => {
    const [here, there] = [side(), side()];
    expect([here.passes(10, { comes: 0 }), there.passes(10, { reaches: 0 })]).toEqual([
      'nothing-arrives',
      'nothing-reaches',
    ]);
  });

  test.each([
    ['nothing-reaches', 'sent', { reaches: 0 }, false],
    ['nothing-reaches', 'not even sent', { reaches: 0, sends: 0 }, true],
    ['nothing-arrives', 'sent', { comes: 0 }, false],
    ['nothing-arrives', 'not even sent', { comes: 0, otherSends: 0 }, true],
  ] as const)('%s: it is known whether it is %s', (trouble, _, broken, nothingSent) => {
    const it = side();
    it.passes(10);
    expect(it.passes(7, broken)).toBe(trouble);
    expect(it.finding?.nothingSent).toBe(nothingSent);
  });

  test('cannot be said of an end that sends no reports', () => {
    expect(side().passes(60, { comes: 0, says: null })).toBeNull();
  });

  test('cannot be said once reports stop to come', () => {
    const it = side();
    it.passes(10);
    expect(it.passes(60, { comes: 0, reaches: 0, says: null })).toBeNull();
  });

  test('is this side where the other is heard, and nothing is answered nor reported any more', () => {
    const it = side();
    it.passes(10);
    expect(it.passes(60, { says: null })).toBeNull();
    expect(it.passes(5, { says: null, unanswered: true })).toBeNull();
    expect(it.passes(1, { says: null, unanswered: true })).toBe('nothing-reaches');
    expect(it.passes(4, { says: null, unanswered: true, comes: 0 })).toBeNull();
  });

  test('is not asked of a connection that is lost both ways', () => {
    const it = side();
    it.passes(10);
    expect(it.passes(6, { says: null })).toBeNull();
    for (let second = 0; second < 20; second++)
      expect(it.passes(1, { says: null, unanswered: true, comes: 0 })).toBeNull();
  });

  test('is not said of the time in which the machine slept', () => {
    const it = side();
    it.passes(10);
    expect(it.passes(1, { comes: 0, reaches: 0, ms: 3_600_000 })).toBeNull();
    expect(it.passes(4, { comes: 0, reaches: 0 })).toBeNull();
  });

  test('a new connection, whose counts start from 0, is not taken for a standstill', () => {
    const it = side();
    it.passes(10);
    it.counts.received = it.counts.reached = 0;
    expect(it.passes(4)).toBeNull();
  });

  test('a new connection on which nothing comes is one', () => {
    const it = side();
    it.passes(10);
    it.counts.received = 0;
    expect(it.passes(6, { comes: 0 })).toBe('nothing-arrives');
  });
});

describe('a microphone', () => {
  test('that is silent is told at once, and no longer when it is heard', () => {
    const it = side();
    expect(it.passes(1, { microphone: { state: 'silent' } })).toBe('microphone-silent');
    expect(it.passes(1)).toBeNull();
  });

  test('that is gone for a moment is not told', () => {
    const it = side();
    expect(it.passes(1, { microphone: absent })).toBeNull();
    expect(it.passes(1)).toBeNull();
  });

  test.each([
    ['microphone-absent', 'microphone-absent'],
    ['microphone-in-use', 'microphone-in-use'],
    ['microphone-failed', 'microphone-failed'],
    ['microphone-blocked', 'microphone-blocked'],
    ['microphone-not-asked', 'microphone-not-asked'],
  ] as const)('that is gone by %s is told as %s', (code, trouble) => {
    const it = side();
    expect(it.passes(2, { microphone: { state: 'gone', code } })).toBe(trouble);
    expect(it.passes(1)).toBeNull();
  });

  test.each([
    ['silent', 'peer-microphone-silent'],
    ['gone', 'peer-microphone-gone'],
  ] as const)("of the other's that is %s is told, until it is live", (says, trouble) => {
    const it = side();
    expect(it.passes(4, { says })).toBe(trouble);
    expect(it.passes(REPORT_MS / 1000)).toBeNull();
  });

  test.each(['live', 'muted'] as const)("of the other's that is %s is no trouble", (says) => {
    expect(side().passes(60, { says })).toBeNull();
  });

  test("muted by the person is no trouble, and leaves the other's to be told", () => {
    const muted: Second = { microphone: { state: 'muted' } };
    expect(side().passes(60, muted)).toBeNull();
    expect(side().passes(10, { ...muted, says: 'gone' })).toBe('peer-microphone-gone');
  });
});

describe('of several troubles', () => {
  test('my own microphone comes first', () => {
    expect(side().passes(10, { microphone: absent, says: 'gone', comes: 0 })).toBe('microphone-absent');
  });

  test("the other's microphone comes before what is between the two", () => {
    expect(side().passes(10, { says: 'silent', comes: 0 })).toBe('peer-microphone-silent');
  });

  test('a microphone that is gone explains that nothing of it comes', () => {
    const it = side();
    it.passes(10, { says: 'gone', comes: 0 });
    expect(it.passes(4, { comes: 0 })).toBeNull();
  });
});
