import type { Page } from 'puppeteer';
import type { CallServer } from './call-server.ts';
import { connect, expectConversation } from './calls.ts';
import { enterDemoChat } from './demo-chat.ts';
import type { Person } from './person.ts';
import type { Cast, Scene } from './scene.ts';
import { VOICES } from './voice.ts';

/** Two people in the room "tea" of the demo chat, each on a page of their own. */
export interface AdaAndBob {
  readonly server: CallServer;
  readonly ada: Person;
  readonly bob: Person;
  readonly adas: Page;
  readonly bobs: Page;
}

export interface Circumstances {
  /** Ada speaks with the low voice and Bob with the high one, all the time; else tones are all there is to hear. */
  readonly speaking?: boolean;
  readonly ada?: Partial<Cast>;
  readonly bob?: Partial<Cast>;
  /** Settings of the call server. */
  readonly env?: NodeJS.ProcessEnv;
}

export async function adaAndBob(scene: Scene, circumstances: Circumstances = {}): Promise<AdaAndBob> {
  const { speaking = true, env = {} } = circumstances;
  const server = await scene.callServer(env);
  const [ada, bob] = await scene.people(
    server,
    { name: 'Ada', ...circumstances.ada },
    { name: 'Bob', ...circumstances.bob },
  );
  if (!ada || !bob) throw new Error('Two were asked for');
  if (speaking) {
    ada.sound.speak(VOICES.low);
    bob.sound.speak(VOICES.high);
  }
  const [{ page: adas }, { page: bobs }] = await Promise.all([
    enterDemoChat(ada, server),
    enterDemoChat(bob, server),
  ]);
  return { server, ada, bob, adas, bobs };
}

/** The same two in a call that Ada made, each hearing the other. */
export async function adaAndBobInCall(scene: Scene, circumstances: Circumstances = {}): Promise<AdaAndBob> {
  const both = await adaAndBob(scene, circumstances);
  await connect(both.adas, both.bobs, 'Ada');
  await expectConversation(both.ada, both.bob);
  return both;
}
