import type { SentenceKey } from '../lib/i18n/sentence.ts';
import type { CallCommand } from '../lib/messaging/ui.ts';
import type { CallSummary, Notice, Place, View } from '../lib/messaging/view.ts';
import { troubleText } from './call-text.ts';

/** Something that can be done about what happened: what its button says and sends. */
export interface Remedy {
  readonly label: SentenceKey;
  readonly command: CallCommand;
}

export const TO_SETTINGS: Remedy = {
  label: 'link_settings',
  command: { type: 'page:open', page: 'options' },
};
export const GO_ONLINE: Remedy = {
  label: 'link_online',
  command: { type: 'presence:set', offline: false },
};
const TO_MICROPHONE: Remedy = {
  label: 'link_microphone',
  command: { type: 'page:open', page: 'welcome' },
};

const TO_SYSTEM: Remedy = {
  label: 'link_show_how',
  command: { type: 'page:open', page: 'welcome' },
};
const TO_WINDOW: Remedy = { label: 'link_window', command: { type: 'window:show' } };

/** What can be done about the microphone of the call that is on; null: nothing, or it is in no trouble. */
export function remedyInCall(call: CallSummary): Remedy | null {
  if (call.microphoneWaits) return TO_WINDOW;
  if (!troubleText(call)) return null;
  if (call.trouble === 'microphone-window') return TO_WINDOW;
  if (call.trouble === 'microphone-blocked-by-system') return TO_SYSTEM;
  const isRefused = call.trouble === 'microphone-blocked' || call.trouble === 'microphone-not-asked';
  return isRefused ? TO_MICROPHONE : null;
}

/** What can be done here and now about what happened; null: nothing. */
export function remedyFor(notice: Notice, { call, places }: Pick<View, 'call' | 'places'>): Remedy | null {
  switch (kindOf(notice.code)) {
    case 'call-again': {
      const command = call ? null : callAgain(notice, places);
      return command && { label: 'button_call_again', command };
    }
    case 'microphone':
      return TO_MICROPHONE;
    case 'system':
      return TO_SYSTEM;
    case 'settings':
      return TO_SETTINGS;
    case null:
      return null;
  }
}

function kindOf(code: Notice['code']): 'call-again' | 'microphone' | 'system' | 'settings' | null {
  switch (code) {
    case 'no-answer':
    case 'missed':
    case 'connection-failed':
    case 'connection-lost':
    case 'peer-gone':
    case 'media-lost':
    case 'server-lost':
    case 'failed':
    case 'peer-failed':
    case 'microphone-timeout':
    case 'microphone-absent':
    case 'microphone-in-use':
    case 'microphone-failed':
      return 'call-again';
    case 'microphone-not-asked':
    case 'microphone-blocked':
      return 'microphone';
    case 'microphone-blocked-by-system':
      return 'system';
    case 'server-down':
    case 'no-server':
    case 'access-denied':
      return 'settings';
    default:
      return null;
  }
}

/** The same call once more; null where that would ring nobody, since the one it was about is not there. */
function callAgain({ to, conversation }: Notice, places: readonly Place[]): CallCommand | null {
  const place = places.find((each) => each.conversation === conversation);
  if (!place?.present || (to !== null && !place.others.some(({ id }) => id === to))) return null;
  return { type: 'call:start', conversation: place.conversation, to };
}
