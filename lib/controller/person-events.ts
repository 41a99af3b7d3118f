import type { CallEvent } from '../call/event.ts';
import type { CallCommand } from '../messaging/ui.ts';
import type { ConversationId, ParticipantId } from '../protocol/index.ts';
import type { MintCallId } from './ports.ts';

/** What a person can ask of the call, on any surface. */
export type PersonCommand = Extract<CallCommand, { type: `call:${string}` }>;

/**
 * What it is to the state machine; null: a call where this installation is not present. `meIn`: who it is in a conversation.
 */
export function personEventOf(
  command: PersonCommand,
  meIn: (conversation: ConversationId) => ParticipantId | undefined,
  mintCallId: MintCallId,
): CallEvent | null {
  switch (command.type) {
    case 'call:start': {
      const { conversation, to } = command;
      const me = meIn(conversation);
      return me ? { type: 'start', callId: mintCallId(), conversation, to, me } : null;
    }
    case 'call:accept':
      return { type: 'accept', callId: command.callId };
    case 'call:refuse':
      return { type: 'refuse', callId: command.callId };
    case 'call:cancel':
      return { type: 'cancel', callId: command.callId };
    case 'call:hang-up':
      return { type: 'hang-up', callId: command.callId };
    case 'call:mute':
      return { type: 'mute', callId: command.callId, muted: command.muted };
    case 'call:rejoin':
      return { type: 'rejoin', callId: command.callId };
    case 'call:dismiss':
      return { type: 'dismiss' };
  }
}
