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
  | { readonly type: 'send-answer'; readonly description: Description }
  | { readonly type: 'send-candidates'; readonly batch: CandidateBatch }
  // towards the media host
  | { readonly type: 'prewarm' }
  | { readonly type: 'open-microphone'; readonly callId: CallId }
  | { readonly type: 'offer'; readonly header: PeerHeader }
  | { readonly type: 'answer'; readonly offer: Description }
  | { readonly type: 'accept-answer'; readonly answer: Description }
  | { readonly type: 'add-candidates'; readonly batch: CandidateBatch }
  | { readonly type: 'set-muted'; readonly callId: CallId; readonly muted: boolean }
  /** Close the call's microphone and peers; `hangUp`: tell the other by the control channel first. */
  | { readonly type: 'close'; readonly callId: CallId; readonly hangUp: boolean };
