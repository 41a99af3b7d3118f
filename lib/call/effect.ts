import type {
  CallId,
  CandidateBatch,
  CommandBody,
  ConversationId,
  Description,
  PeerHeader,
} from '../protocol/index.ts';

/** What is to be done: run by the controller, reported back as events. */
export type Effect =
  // towards the server
  | { readonly type: 'reach'; readonly callId: CallId; readonly conversation: ConversationId }
  | { readonly type: 'invite'; readonly body: CommandBody<'call:invite'> }
  | { readonly type: 'claim'; readonly callId: CallId }
  | { readonly type: 'accept'; readonly body: CommandBody<'call:accept'> }
  | { readonly type: 'release'; readonly body: CommandBody<'call:release'> }
  | { readonly type: 'refuse'; readonly body: CommandBody<'call:refuse'> }
  | { readonly type: 'end'; readonly body: CommandBody<'call:end'> }
  /** Ring again those whom a server rang that has forgotten it. */
  | { readonly type: 'ring-again'; readonly body: CommandBody<'call:invite'> }
  | { readonly type: 'renew'; readonly callId: CallId }
  | { readonly type: 'resume'; readonly body: CommandBody<'call:resume'>; readonly withinMs: number }
  /** Nobody is heard: is the socket alive at least? A dead one is replaced. */
  | { readonly type: 'probe'; readonly callId: CallId }
  /** Something shows that the network is there: the server may be, too. */
  | { readonly type: 'network-is-back' }
  | { readonly type: 'send-offer'; readonly description: Description }
  | { readonly type: 'send-restart-wanted'; readonly header: PeerHeader; readonly newPeer: boolean }
  | { readonly type: 'send-answer'; readonly description: Description }
  | { readonly type: 'send-candidates'; readonly batch: CandidateBatch }
  // towards the media host
  | { readonly type: 'prewarm' }
  | { readonly type: 'open-microphone'; readonly callId: CallId }
  | { readonly type: 'offer'; readonly header: PeerHeader }
  | { readonly type: 'answer'; readonly offer: Description }
  | { readonly type: 'accept-answer'; readonly answer: Description }
  /** The other asked for the next offer, or the server can carry it again. */
  | { readonly type: 'restart'; readonly callId: CallId; readonly asked: 'no' | 'ice' | 'peer' }
  | { readonly type: 'add-candidates'; readonly batch: CandidateBatch }
  | { readonly type: 'set-muted'; readonly callId: CallId; readonly muted: boolean }
  /** Close the call's microphone and peers; `hangUp`: tell the other by the control channel first. */
  | { readonly type: 'close'; readonly callId: CallId; readonly hangUp: boolean };
