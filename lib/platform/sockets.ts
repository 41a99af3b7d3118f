import { IN_FIREFOX } from './in-firefox.ts';

/**
 * Firefox 153 keeps the half-open connection of a WebSocket that was given up, and has the next WebSocket wait for that
 * one instead of opening its own; a request that is given up is gone (docs/browsers.md). Chromium 156: the other way round.
 */
export const KNOCK_FIRST = IN_FIREFOX;
