import { press } from '../rig/roles.ts';
import { until } from '../rig/until.ts';
import { VOICES } from '../rig/voice.ts';
import { isBack } from './row.ts';
import type { Row } from './row.ts';
import { untilSteady } from './live-call.ts';
import type { LiveCall, Side } from './live-call.ts';

/** How long the only microphone is away: long enough to be noticed and said. */
const AWAY_MS = 6_000;
/** How long it has to do so by itself: longer than the silence has to last until it is said that something is to be done. */
const BY_ITSELF_MS = 5_000;
const GO_TO_WINDOW = 'Another one opens when you go to Earshot’s call window.';
/** How long the other microphone has to take its place. */
const OTHER_MS = 15_000;
const GONE = [
  'No microphone. Plug one in, the call goes on.',
  'Your microphone stopped working. Check it, the call goes on.',
];
const OTHER_SERVES = 'The call goes on with another microphone';
export const PEER_GONE = 'Ada has no microphone now. They see it too.';

function hasRead({ sees }: Side, startMs: number, sentences: readonly string[]): boolean {
  return sees.since(startMs).some(({ text }) => sentences.some((sentence) => text.includes(sentence)));
}

function missesOfTelling({ ada, bob }: LiveCall, startMs: number): string[] {
  return [
    ...(hasRead(ada, startMs, GONE) ? [] : ['Ada did not read what to do about her microphone']),
    ...(hasRead(bob, startMs, [PEER_GONE]) ? [] : [`Bob did not read "${PEER_GONE}"`]),
  ];
}

/** Ada's microphone goes, and comes back. */
export const MICROPHONE_ROWS: readonly Row[] = [
  {
    fault: 'the microphone is unplugged while there is another, and plugged in again',
    promise:
      'the call goes on with the other; where Firefox opens it only in the call window, one reads so, and a click leads there',
    short: false,
    twoMicrophones: true,
    times: 1,
    matters: () => true,
    measure: async (call, times) => {
      let clicked = false;
      const finding = await isBack({
        strike: async ({ ada, sides }) => {
          const { sound } = ada.person;
          await sound.switchMicrophone('second');
          let overMs = Date.now();
          const steady = async (ms: number) => untilSteady(sides, overMs, ms).catch(() => undefined);
          const isBackByItself = (await steady(BY_ITSELF_MS)) !== undefined;
          if (!isBackByItself && ada.sees.now.includes(GO_TO_WINDOW)) {
            clicked = true;
            overMs = Date.now();
            await press(ada.page, 'Show it');
          }
          // in vain, where the call does not go on with the other
          await steady(OTHER_MS);
          await until('Ada has read it', () => hasRead(ada, overMs, [OTHER_SERVES]), BY_ITSELF_MS).catch(
            () => undefined,
          );
          await sound.switchMicrophone('first');
          return overMs;
        },
        alsoMissed: ({ ada }, startMs) =>
          hasRead(ada, startMs, [OTHER_SERVES]) ? [] : ['Ada did not read that the other one serves'],
      })(call, times);
      return clicked && finding.recovered === 'by itself'
        ? { ...finding, recovered: 'after a click' }
        : finding;
    },
  },
  {
    fault: 'the only microphone is unplugged, and plugged in again',
    promise: 'both read who cannot be heard and why; given back it is heard again, by itself',
    short: true,
    spoils: true,
    times: 1,
    matters: () => true,
    measure: isBack({
      strike: async (call) => {
        const { sound } = call.ada.person;
        const startMs = Date.now();
        await sound.unplug();
        await until('both have read it', () => missesOfTelling(call, startMs).length === 0, AWAY_MS).catch(
          () => undefined,
        );
        await sound.plugIn();
        sound.hum(VOICES.low);
        return Date.now();
      },
      alsoMissed: missesOfTelling,
    }),
  },
];
