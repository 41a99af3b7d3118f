import { LIMITS } from '../protocol/index.ts';

/** The server decides a deadline that both know; this end only acts when the server has not, this much later. */
export const SLACK_MS = 5_000;
/** Asking who can be reached: a server that does not answer in this time is down for a person who waits. */
export const CHECK_MS = 8_000;
/** From the click: a permission prompt may lie ahead. */
export const MICROPHONE_MS = 60_000;
/** An invitation is one round trip; a reconnection may lie between. */
export const INVITE_MS = 15_000;
/** What happened stays to be read this long. */
export const NOTICE_MS = 60_000;
/** So does what changed in a call that goes on, but not as long: nothing has to be done about it. */
export const CHANGE_TOLD_MS = 15_000;
/** After a sleep, or what looks like one, the other is given this long to be heard. */
export const HEARD_AGAIN_MS = 3_000;
export const JOIN_MS = LIMITS.claimMs;
export const CONNECT_MS = LIMITS.connectMs;
