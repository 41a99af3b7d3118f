import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import type { CallServer } from '../rig/call-server.ts';
import { connect } from '../rig/calls.ts';
import { enterDemoChat } from '../rig/demo-chat.ts';
import type { Line, Network } from '../rig/network.ts';
import type { BrowserName, Person } from '../rig/person.ts';
import { openScene } from '../rig/scene.ts';
import type { Cast, Scene } from '../rig/scene.ts';
import { longestGapMs, steadySinceMs, ToneRecord } from '../rig/tone-record.ts';
import { until } from '../rig/until.ts';
import { VOICES } from '../rig/voice.ts';
import { MadeUp } from './made-up.ts';
import { Watch } from './watch.ts';

/** One of the two people. */
export interface Side {
  person: Person;
  /** Their chat page, in front. */
  page: Page;
  readonly line: Line;
  /** The other's tone, as this one hears it. */
  readonly hears: ToneRecord;
  readonly sees: Watch;
  /** What this one's browser made up of the other's sound. */
  readonly madeUp: MadeUp;
}

/** Ada has called Bob, each hums one steady tone, and each is on a line of their own into a network that can be cut. */
export interface LiveCall {
  readonly server: CallServer;
  readonly network: Network;
  readonly ada: Side;
  readonly bob: Side;
  readonly sides: readonly [Side, Side];
  /** The longest gap that either heard in an undisturbed time of this call. */
  readonly undisturbedMs: number;
  /** The most that either's browser made up within a second of that time; undefined where it is not known. */
  readonly undisturbedMadeUpMs: number | undefined;
  /** What went wrong in anybody's browser so far: warnings, errors, uncaught exceptions. */
  wrong(): string[];
  close(): Promise<void>;
}

/** As long as the figures are compared with. */
const UNDISTURBED_MS = 10_000;

/** Starts the two with these browsers, has them call, and listens to them undisturbed. */
export async function startLiveCall(
  browsers: readonly BrowserName[],
  {
    installed = false,
    twoMicrophones = false,
  }: {
    /** Ada's extension is installed for good, in a profile that outlives her browser. */
    readonly installed?: boolean;
    /** Ada has two microphones, from before the call. */
    readonly twoMicrophones?: boolean;
  },
): Promise<LiveCall> {
  const scene = openScene(browsers);
  try {
    const network = await scene.network();
    const [server, adasLine, bobsLine] = await Promise.all([
      scene.callServer({}, network),
      network.join(),
      network.join(),
    ]);
    const [ada, bob] = await scene.people(
      server,
      { name: 'Ada', namespace: adasLine.namespace, ...(installed && (await keptProfile(scene))) },
      { name: 'Bob', namespace: bobsLine.namespace },
    );
    if (!ada || !bob) throw new Error('Two were asked for');
    if (twoMicrophones) await ada.sound.addSecondMicrophone(VOICES.low);
    ada.sound.hum(VOICES.low);
    bob.sound.hum(VOICES.high);
    const [{ page: adas }, { page: bobs }] = await Promise.all([
      enterDemoChat(ada, server),
      enterDemoChat(bob, server),
    ]);
    await connect(adas, bobs, 'Ada');
    const side = (person: Person, page: Page, line: Line, hears: ToneRecord): Side => {
      const made: Side = {
        person,
        page,
        line,
        hears,
        sees: new Watch(() => made.page),
        madeUp: new MadeUp(() => made.person),
      };
      scene.afterwards(async () => {
        made.sees.stop();
        made.madeUp.stop();
        hears.stop();
        // a browser that was started again is not the scene's
        if (made.person !== person) await made.person.close();
      });
      return made;
    };
    const sides = [
      side(ada, adas, adasLine, new ToneRecord(ada.sound.ear, VOICES.high)),
      side(bob, bobs, bobsLine, new ToneRecord(bob.sound.ear, VOICES.low)),
    ] as const;
    const steadyMs = await untilSteady(sides, Date.now(), 15_000);
    await until(
      'there was an undisturbed time',
      () => Date.now() - Math.max(...steadyMs) > UNDISTURBED_MS,
      UNDISTURBED_MS + 5_000,
    );
    const fromMs = Date.now() - UNDISTURBED_MS;
    const undisturbedMs = Math.max(...sides.map(({ hears }) => longestGapMs(hears.between(fromMs))));
    return {
      server,
      network,
      ada: sides[0],
      bob: sides[1],
      sides,
      undisturbedMs,
      undisturbedMadeUpMs: mostMadeUpMs(sides, fromMs),
      wrong: () => scene.wrong(),
      close: async () => scene.close(),
    };
  } catch (error) {
    await scene.close();
    throw error;
  }
}

async function keptProfile(scene: Scene): Promise<Pick<Cast, 'profile' | 'packaged'>> {
  const profile = await mkdtemp(join(tmpdir(), 'earshot-profile-'));
  // a killed browser's last processes may still write
  scene.afterwards(async () => rm(profile, { recursive: true, maxRetries: 10 }));
  return { profile, packaged: true };
}

/** The most that any of their browsers made up within a second from then on, in ms; undefined where none is known. */
export function mostMadeUpMs(sides: readonly Side[], fromMs: number): number | undefined {
  const known = sides.map(({ madeUp }) => madeUp.worstSecondMs(fromMs)).filter((each) => each !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** Waits until all of them hear the other again for good, and returns since when (Unix time in ms). */
export async function untilSteady(
  sides: readonly Side[],
  fromMs: number,
  deadlineMs: number,
): Promise<number[]> {
  return until(
    'the other is heard again',
    () => {
      const since = sides.map(({ hears }) => steadySinceMs(hears.between(fromMs), fromMs));
      return since.every((each) => each !== undefined) ? since : undefined;
    },
    deadlineMs,
  );
}
