import * as v from 'valibot';

const CandidateType = v.picklist(['host', 'srflx', 'prflx', 'relay']);

/** By what way two are connected, or why perhaps not, without an address: for the log. */
export const PathFacts = v.object({
  /** The kind of candidate (RFC 8445 5.1.1) that is used at either end; null: none yet. */
  local: v.nullable(CandidateType),
  remote: v.nullable(CandidateType),
  /** Towards the other, or towards this side's relay. */
  transport: v.nullable(v.picklist(['udp', 'tcp', 'tls'])),
  roundTripMs: v.nullable(v.number()),
  /** How many candidates of each kind there are, as `host 2, relay 1`. */
  localCandidates: v.string(),
  remoteCandidates: v.string(),
});
export type PathFacts = v.InferOutput<typeof PathFacts>;

/** W3C WebRTC Stats 8.13 to 8.15; `selected` is Firefox's own word for what others say in `transport`. */
interface Entry {
  readonly type: string;
  readonly id: string;
  readonly selectedCandidatePairId?: string;
  readonly selected?: boolean;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly currentRoundTripTime?: number;
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly relayProtocol?: string;
}

/** What a connection's statistics say of its path. */
export function pathFacts(statistics: RTCStatsReport): PathFacts {
  const entries: Entry[] = [];
  statistics.forEach((entry: Entry) => entries.push(entry));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const at = (id: string | undefined) => (id === undefined ? undefined : byId.get(id));
  const selected = entries.find(({ selectedCandidatePairId }) => selectedCandidatePairId !== undefined);
  const pair =
    at(selected?.selectedCandidatePairId) ??
    entries.find((entry) => entry.type === 'candidate-pair' && entry.selected);
  const local = at(pair?.localCandidateId);
  const seconds = pair?.currentRoundTripTime;
  return {
    local: typeOf(local),
    remote: typeOf(at(pair?.remoteCandidateId)),
    transport: transportOf(local),
    roundTripMs: seconds === undefined ? null : Math.round(seconds * 1_000),
    localCandidates: countByType(entries, 'local-candidate'),
    remoteCandidates: countByType(entries, 'remote-candidate'),
  };
}

/** Whether the way is another one. Candidates that come in, and a round trip that varies, are no other way. */
export function isSameWay(one: PathFacts, other: PathFacts): boolean {
  return (['local', 'remote', 'transport'] as const).every((each) => one[each] === other[each]);
}

function typeOf(candidate: Entry | undefined): PathFacts['local'] {
  return v.is(CandidateType, candidate?.candidateType) ? candidate.candidateType : null;
}

function transportOf(candidate: Entry | undefined): PathFacts['transport'] {
  const transport = candidate?.relayProtocol ?? candidate?.protocol;
  return transport === 'udp' || transport === 'tcp' || transport === 'tls' ? transport : null;
}

function countByType(entries: readonly Entry[], end: string): string {
  const counts = CandidateType.options.map(
    (type) =>
      [type, entries.filter((entry) => entry.type === end && entry.candidateType === type).length] as const,
  );
  return counts
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${type} ${count}`)
    .join(', ');
}
