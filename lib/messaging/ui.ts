import * as v from 'valibot';
import { CallId, ConversationId, LIMITS, Name, ParticipantId } from '../protocol/index.ts';
import { View } from './view.ts';

/**
 * The names of the ports that contexts open to the background. `settings` and `callWindow` get what a panel gets, but
 * show no ring.
 */
export const PORTS = {
  chat: 'chat',
  panel: 'panel',
  settings: 'settings',
  callWindow: 'call-window',
  media: 'media',
} as const;

const part = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));

/** What an adapter reads of the conversation; the background derives the id (lib/sites/conversation-id.ts). */
export const ConversationKey = v.object({
  scope: v.picklist(['origin', 'global']),
  kind: v.picklist(['room', 'direct']),
  parts: v.pipe(v.array(part), v.minLength(1), v.maxLength(8)),
});
export type ConversationKey = v.InferOutput<typeof ConversationKey>;

/** What a person can ask for, from any surface. */
export const CallCommand = v.variant('type', [
  v.object({ type: v.literal('call:start'), conversation: ConversationId, to: v.nullable(ParticipantId) }),
  v.object({ type: v.literal('call:cancel'), callId: CallId }),
  v.object({ type: v.literal('call:accept'), callId: CallId }),
  v.object({ type: v.literal('call:refuse'), callId: CallId }),
  v.object({ type: v.literal('call:hang-up'), callId: CallId }),
  v.object({ type: v.literal('call:mute'), callId: CallId, muted: v.boolean() }),
  /** Back into the call that the browser's end interrupted. It is given up by hanging up. */
  v.object({ type: v.literal('call:rejoin'), callId: CallId }),
  v.object({ type: v.literal('call:dismiss') }),
  /** Bring the call window to the front, where the browser has one. */
  v.object({ type: v.literal('window:show') }),
  /** Be present nowhere, or everywhere that is open. A call that is on goes on. */
  v.object({ type: v.literal('presence:set'), offline: v.boolean() }),
  /** Open the page that asks for the microphone, the settings, or what those who run a chat page may want to know. */
  v.object({ type: v.literal('page:open'), page: v.picklist(['welcome', 'options', 'site-owners']) }),
]);
export type CallCommand = v.InferOutput<typeof CallCommand>;

/** What a chat tab tells of its page; null: no conversation is shown now. */
export const SiteReport = v.object({
  type: v.literal('site:shows'),
  place: v.nullable(
    v.object({
      /** The adapter's name, e.g. `the-lounge`. */
      adapter: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,40}$/)),
      key: ConversationKey,
      title: Name,
      me: Name,
      /** The call server that the page proposes, as the page writes it. */
      proposal: v.nullable(v.pipe(v.string(), v.maxLength(2048))),
    }),
  ),
});
export type SiteReport = v.InferOutput<typeof SiteReport>;

/** Whether the tab is where the person is looking. */
export const AttentionReport = v.object({ type: v.literal('site:attention'), attentive: v.boolean() });

/** Everything a chat tab may send over its port. */
export const FromChat = v.variant('type', [SiteReport, AttentionReport, ...CallCommand.options]);
export type FromChat = v.InferOutput<typeof FromChat>;

/**
 * Answers to what is asked about a call server. Never from a chat page's tab: they are given where no page can reach.
 * `site`: whose page proposed it; null: the person's own setting.
 */
export const ServerAnswer = v.variant('type', [
  v.object({ type: v.literal('server:use'), url: v.pipe(v.string(), v.url()), site: v.nullable(v.string()) }),
  v.object({ type: v.literal('server:decline'), url: v.pipe(v.string(), v.url()), site: v.string() }),
]);
export type ServerAnswer = v.InferOutput<typeof ServerAnswer>;

/** Everything the popup or the call window may send over its port. */
export const FromPanel = v.variant('type', [...CallCommand.options, ...ServerAnswer.options]);
export type FromPanel = v.InferOutput<typeof FromPanel>;

/** Everything the background sends to a surface. */
export const ToSurface = v.variant('type', [
  v.object({
    type: v.literal('view'),
    view: View,
    /** For a chat tab: the id of the conversation it shows. */
    conversation: v.nullable(ConversationId),
  }),
  /** A newer Earshot took over in this tab: take your things off the page. */
  v.object({ type: v.literal('leave') }),
]);
export type ToSurface = v.InferOutput<typeof ToSurface>;

/** The detector's one message (runtime.sendMessage): this page is a chat that an adapter knows. */
export const Recognised = v.object({
  type: v.literal('site:recognised'),
  adapter: v.pipe(v.string(), v.maxLength(LIMITS.nameCharacters)),
});
