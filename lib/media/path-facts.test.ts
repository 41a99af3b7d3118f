import { describe, expect, test } from 'vitest';
import { isSameWay, pathFacts } from './path-facts.ts';

const CANDIDATES = [
  { type: 'local-candidate', id: 'l1', candidateType: 'host', protocol: 'udp', address: '192.0.2.7' },
  { type: 'local-candidate', id: 'l2', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
  { type: 'local-candidate', id: 'l3', candidateType: 'host', protocol: 'tcp' },
  { type: 'remote-candidate', id: 'r1', candidateType: 'srflx', protocol: 'udp', address: '198.51.100.9' },
];
const pair = (id: string, more = {}) => ({
  type: 'candidate-pair',
  id,
  localCandidateId: 'l1',
  remoteCandidateId: 'r1',
  ...more,
});
const statistics = (...entries: { id: string }[]) =>
  new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;

describe('the facts of a path', () => {
  test('are of the pair that the transport says it uses, as in Chromium', () => {
    const facts = pathFacts(
      statistics(
        ...CANDIDATES,
        pair('p1'),
        pair('p2', { localCandidateId: 'l2', currentRoundTripTime: 0.0234 }),
        { type: 'transport', id: 't', selectedCandidatePairId: 'p2' } as { id: string },
      ),
    );
    expect(facts).toEqual({
      local: 'relay',
      remote: 'srflx',
      transport: 'tls',
      roundTripMs: 23,
      localCandidates: 'host 2, relay 1',
      remoteCandidates: 'srflx 1',
    });
  });

  test('are of the pair that says itself that it is used, as in Firefox', () => {
    const facts = pathFacts(
      statistics(...CANDIDATES, pair('p1', { selected: true }), pair('p2', { selected: false })),
    );
    expect(facts).toMatchObject({ local: 'host', remote: 'srflx', transport: 'udp', roundTripMs: null });
  });

  test('say what was tried where no pair is used', () => {
    expect(pathFacts(statistics(...CANDIDATES))).toMatchObject({
      local: null,
      remote: null,
      transport: null,
      localCandidates: 'host 2, relay 1',
    });
  });

  test('hold no address', () => {
    const facts = pathFacts(statistics(...CANDIDATES, pair('p1', { selected: true })));
    expect(JSON.stringify(facts)).not.toMatch(/192|198/);
  });

  test('are of the same way however long it takes', () => {
    const fast = pathFacts(
      statistics(...CANDIDATES, pair('p', { selected: true, currentRoundTripTime: 0.01 })),
    );
    const slow = pathFacts(
      statistics(...CANDIDATES, pair('p', { selected: true, currentRoundTripTime: 0.3 })),
    );
    const relayed = pathFacts(
      statistics(...CANDIDATES, pair('p', { selected: true, localCandidateId: 'l2' })),
    );
    expect(isSameWay(fast, slow)).toBe(true);
    expect(isSameWay(fast, relayed)).toBe(false);
  });
});
