import type { OutcomeCode } from '../lib/call/outcome.ts';
import type { MediaTrouble } from '../lib/call/trouble.ts';
import type { SentenceKey } from '../lib/i18n/sentence.ts';
import type { CallSummary, Notice, Place, ServerSummary } from '../lib/messaging/view.ts';
import type { Text } from './sentence.tsx';

/** The form of a sentence for when nobody can be named. */
type Unnamed = Extract<SentenceKey, `${string}_unnamed`>;

function named(base: SentenceKey, unnamed: Unnamed, name: string | null): Text {
  return name === null ? { key: unnamed } : { key: base, insertions: [name] };
}

/** Where a call stands, in words, everywhere but in the call window. */
export function phaseText(call: CallSummary): Text {
  switch (call.microphoneWaits) {
    case 'permission':
      return { key: 'status_microphone_permission' };
    case 'window':
      return { key: 'status_microphone_window' };
    case null:
      return troubleText(call) ?? standingText(call);
  }
}

/** The same in the call window: what the microphone waits for is in sight, or is a click there. */
export function windowPhaseText(call: CallSummary): Text {
  switch (call.microphoneWaits) {
    case 'permission':
      return { key: 'window_microphone_permission' };
    case 'window':
      return { key: 'window_microphone_click' };
    case null:
      if (call.trouble === 'microphone-window' && troubleText(call))
        return { key: 'window_microphone_focus' };
      return troubleText(call) ?? standingText(call);
  }
}

/** Sentences about sound that name somebody. */
const NAMED_TROUBLES: Partial<Record<MediaTrouble, Unnamed>> = {
  'nothing-arrives': 'sound_nothing_arrives_unnamed',
  'nothing-reaches': 'sound_nothing_reaches_unnamed',
  'peer-microphone-silent': 'sound_peer_microphone_silent_unnamed',
  'peer-microphone-gone': 'sound_peer_microphone_gone_unnamed',
};

/** Who cannot be heard, why, and what to do; null: nothing of that is to be said now. */
export function troubleText(call: CallSummary | null): Text | null {
  if (!call?.trouble || (call.phase !== 'connected' && call.phase !== 'reconnecting')) return null;
  const { phase, name, trouble } = call;
  // without a path nobody hears this microphone anyway; what is wrong at the other end may be why nothing comes
  if (phase === 'reconnecting' && ofOwnMicrophone(trouble)) return null;
  const key: `sound_${Underscored<MediaTrouble>}` = `sound_${trouble.replaceAll('-', '_') as Underscored<MediaTrouble>}`;
  const unnamed = NAMED_TROUBLES[trouble];
  return unnamed ? named(key, unnamed, name) : { key };
}

function ofOwnMicrophone(trouble: MediaTrouble): boolean {
  return trouble.startsWith('microphone-');
}

/** Connected, and nothing to be said of it but for how long: the clock says that to the eye. */
export function goesWell(call: CallSummary | null): boolean {
  return call?.phase === 'connected' && call.connectedAtMs !== null && troubleText(call) === null;
}

/** The call, where its standing is worth a word: not when it goes well and there is something else to say. */
export function worthSaying(call: CallSummary | null, notice: Notice | null): CallSummary | null {
  return notice !== null && goesWell(call) ? null : call;
}

/** How what is said of a call and of what happened stands out: as a note, and as one of something to see to here. */
export function weightOf(call: CallSummary | null, notice: Notice | null): { note: boolean; bad: boolean } {
  const trouble = troubleText(call) && call?.trouble;
  return {
    note: Boolean(trouble) || notice !== null,
    bad: Boolean(trouble && ofOwnMicrophone(trouble)) || (notice !== null && isTrouble(notice.code)),
  };
}

function standingText({ phase, name }: CallSummary): Text {
  switch (phase) {
    case 'calling':
      return { key: 'status_calling' };
    case 'ringing':
      return { key: 'status_ringing' };
    case 'answering':
      return named('status_answering', 'status_answering_unnamed', name);
    case 'connecting':
      return { key: 'status_connecting' };
    case 'connected':
      return { key: 'status_connected' };
    case 'reconnecting':
      return { key: 'status_reconnecting' };
  }
}

/** Outcomes whose sentence names somebody. */
const NAMED: Partial<Record<OutcomeCode, Unnamed>> = {
  'connection-lost': 'outcome_connection_lost_unnamed',
  'microphone-changed': 'outcome_microphone_changed_unnamed',
  'peer-gone': 'outcome_peer_gone_unnamed',
  refused: 'outcome_refused_unnamed',
  busy: 'outcome_busy_unnamed',
  'peer-microphone-blocked': 'outcome_peer_microphone_blocked_unnamed',
  'peer-microphone-absent': 'outcome_peer_microphone_absent_unnamed',
  'peer-microphone-in-use': 'outcome_peer_microphone_in_use_unnamed',
  'peer-microphone-failed': 'outcome_peer_microphone_failed_unnamed',
  'peer-changed-mind': 'outcome_peer_changed_mind_unnamed',
  'peer-failed': 'outcome_peer_failed_unnamed',
  missed: 'outcome_missed_unnamed',
  'caller-microphone': 'outcome_caller_microphone_unnamed',
};

type Underscored<Code extends string> = Code extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Code;

/** What happened, in words. */
export function outcomeText({ code, name }: Pick<Notice, 'code' | 'name'>): Text {
  if (code === 'no-server') return { key: 'trouble_no_server' };
  const key: `outcome_${Underscored<OutcomeCode>}` = `outcome_${code.replaceAll('-', '_') as Underscored<OutcomeCode>}`;
  const unnamed = NAMED[code];
  return unnamed ? named(key, unnamed, name) : { key };
}

/** Whether what happened is trouble rather than a course of things. */
export function isTrouble(code: Notice['code']): boolean {
  return /^(microphone-(?!changed)|(no-)?server|client|access|replaced|failed|connection|media)/.test(code);
}

/** Why a call server cannot be used. */
export function serverTroubleKey(trouble: NonNullable<ServerSummary['trouble']>): SentenceKey {
  return `trouble_${trouble.replaceAll('-', '_') as Underscored<typeof trouble>}`;
}

/** What stands beside the button while nothing is going on: who can be called, or why nobody. */
export function placeText(place: Place): Text {
  if (place.question && !place.present && place.trouble !== 'offline') return { key: 'reach_asked' };
  if (place.trouble === 'other-name') {
    return { key: 'trouble_other_name', insertions: [place.knownAs ?? place.me] };
  }
  if (place.trouble) {
    return { key: `trouble_${place.trouble.replaceAll('-', '_') as Underscored<typeof place.trouble>}` };
  }
  if (!place.present) return { key: 'reach_connecting' };
  const callable = place.others.filter((other) => !other.busy).length;
  if (callable === 0) return { key: place.others.length > 0 ? 'reach_busy' : 'reach_nobody' };
  return callable === 1 ? { key: 'reach_one' } : { key: 'reach_many', insertions: [callable] };
}

/** `2:41`, `1:02:03`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The letter that stands for somebody. */
export function initialOf(name: string): string {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name);
  return ([...segments][0]?.segment ?? '?').toLocaleUpperCase();
}
