import type { AnyServerEvent, Description, PeerHeader } from '../../lib/protocol/index.ts';

/**
 * Whether an event that is still to be told says nothing any more once another follows it. Two who look for a way to each
 * other go on for as long as a place is held, and whoever is back needs the last round only.
 */
export function supersedes(newer: AnyServerEvent, older: AnyServerEvent): boolean {
  switch (newer.name) {
    case 'call:members':
      return older.name === newer.name && older.data.callId === newer.data.callId;
    case 'peer:restart-wanted':
      return (
        older.name === newer.name &&
        isOfOnePair(newer.data.header, older.data.header) &&
        (newer.data.newPeer === true || older.data.newPeer !== true)
      );
    case 'peer:offer':
    case 'peer:answer':
      return isLaterRound(newer.data.description, older);
    default:
      return false;
  }
}

function isLaterRound(newer: Description, older: AnyServerEvent): boolean {
  const earlier = roundOf(older);
  if (!earlier || !isOfOnePair(newer, earlier) || earlier.negotiation >= newer.negotiation) return false;
  // the next round of a new connection is of no use to who missed its first
  return newer.type === 'answer' || newer.newPeer === true || !('newPeer' in earlier && earlier.newPeer);
}

function roundOf(event: AnyServerEvent): PeerHeader | Description | undefined {
  switch (event.name) {
    case 'peer:offer':
    case 'peer:answer':
      return event.data.description;
    case 'peer:candidates':
      return event.data.batch;
    default:
      return undefined;
  }
}

function isOfOnePair(one: PeerHeader, other: PeerHeader): boolean {
  return (
    one.callId === other.callId &&
    one.from === other.from &&
    one.incarnations.from === other.incarnations.from &&
    one.incarnations.to === other.incarnations.to
  );
}
