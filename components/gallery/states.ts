import { CALL_WINDOW_STATES } from './call-window-states.ts';
import { CHAT_PAGE_STATES } from './chat-page-states.ts';
import { OPTIONS_STATES } from './options-states.ts';
import { OWN_PAGE_STATES } from './own-page-states.ts';
import { POPUP_STATES } from './popup-states.ts';
import type { State } from './surfaces.tsx';

/** Every state of every surface. */
export const STATES: readonly State[] = [
  ...CHAT_PAGE_STATES,
  ...POPUP_STATES,
  ...CALL_WINDOW_STATES,
  ...OPTIONS_STATES,
  ...OWN_PAGE_STATES,
];
