import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createLog } from '../log/log.ts';
import { problemReport } from '../log/report.ts';
import type { MediaEvent } from '../media/port.ts';
import type { PathFacts } from '../media/path-facts.ts';
import { CallId, Name, ParticipantId } from '../protocol/index.ts';
import { lineOf } from './media-events.ts';

const callId = v.parse(CallId, 'c'.repeat(22));
const peer = v.parse(ParticipantId, 'p'.repeat(22));
const PATH: PathFacts = {
  local: 'srflx',
  remote: 'relay',
  transport: 'udp',
  roundTripMs: 31,
  localCandidates: 'host 2, srflx 1',
  remoteCandidates: 'relay 1',
};
const path = (facts: PathFacts = PATH): MediaEvent => ({
  ...{ type: 'media:path', callId, state: 'connected', path: facts },
});

/** The report of a log that heard of these. */
function reportOf(...events: MediaEvent[]): string {
  const log = createLog(() => 0);
  for (const event of events) {
    const line = lineOf(event);
    if (line) log.write(...line);
  }
  return problemReport({}, log.lines());
}

describe('a problem report', () => {
  test('says by what way the two were connected, in kinds of candidates', () => {
    expect(reportOf(path())).toContain(
      'path state=connected local=srflx remote=relay transport=udp roundTripMs=31 ' +
        'localCandidates=host 2, srflx 1 remoteCandidates=relay 1',
    );
  });

  test('says that they were not, and what each had to offer', () => {
    const none = { local: null, remote: null, transport: null, roundTripMs: null } as const;
    expect(reportOf({ ...path({ ...PATH, ...none }), state: 'failed' } as MediaEvent)).toContain(
      'path state=failed local=null remote=null transport=null roundTripMs=null localCandidates=host 2',
    );
  });

  test('says what was wrong with the sound, and in which order', () => {
    const report = reportOf(
      { type: 'media:sound', callId, peer },
      { type: 'media:flow', callId, peer, flowing: false, forMs: 2_000 },
      { type: 'media:network-changed' },
      { type: 'media:trouble', callId, peer, trouble: 'nothing-arrives' },
      { type: 'media:microphone-waits', callId, waitsFor: 'window' },
    );
    expect(report.split('\n').slice(3)).toEqual(
      [
        ...['sound', 'flow flowing=false', 'network-changed', 'trouble trouble=nothing-arrives'],
        'microphone-waits waitsFor=window',
      ].map((line) => `1970-01-01T00:00:00.000Z ${line}`),
    );
  });

  test('says neither who was called nor how a microphone is named', () => {
    const label = v.parse(Name, "Ada's microphone");
    const report = reportOf(path(), { type: 'media:microphone-changed', callId, label });
    expect(report).toContain('microphone-changed');
    for (const secret of ['Ada', callId, peer]) expect(report).not.toContain(secret);
  });
});

test.each([
  { type: 'media:connection', callId, peer, state: 'connected' },
  { type: 'media:peer-hung-up', callId, peer },
  { type: 'media:peer-muted', callId, peer, muted: true },
] as const)('what the log of the call tells anyway is told once: $type', (event) => {
  expect(lineOf(event)).toBeNull();
});
