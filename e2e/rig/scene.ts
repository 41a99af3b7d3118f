import { inject, test as base } from 'vitest';
import { startCallServer } from './call-server.ts';
import type { CallServer } from './call-server.ts';
import { openNetwork } from './network.ts';
import type { Network } from './network.ts';
import type { BrowserName, Person, PersonOptions } from './person.ts';
import { startPerson } from './start-person.ts';
import { unpackStorePackage } from './store-package.ts';

/** What a test plays on: everything that it starts ends with it, also when it fails. */
export interface Scene {
  /** Makes a network that can be cut. Whoever shall be in it is started with it. */
  network(): Promise<Network>;
  /** Starts a call server at a free port or in the middle of the network, with these settings besides. */
  callServer(env?: NodeJS.ProcessEnv, network?: Network): Promise<CallServer>;
  /** Starts people whose Earshot uses that call server. Each gets the pairing's browsers in turn. */
  people(server: CallServer, ...people: Cast[]): Promise<Person[]>;
  /** Anything else that is to be ended after the test. */
  afterwards(end: () => Promise<void>): void;
}

/** A {@link Scene} for whoever closes it. */
export interface OpenScene extends Scene {
  /** What went wrong in anybody's browser so far. */
  wrong(): string[];
  close(): Promise<void>;
}

export type Cast = Pick<
  PersonOptions,
  'name' | 'microphone' | 'packaged' | 'namespace' | 'profile' | 'policy' | 'anyCertificate' | 'screen'
> & {
  /** Off unless asked for: it takes a voice made of beeps for noise, and thins it out until it can hardly be found. */
  readonly soundProcessing?: boolean;
  /** With what a store gets instead of the development folder. */
  readonly fromStore?: boolean;
  /** Has chosen no call server, nor anything else. */
  readonly newcomer?: boolean;
};

/** Opens one for people with these browsers. */
export function openScene(browsers: readonly BrowserName[]): OpenScene {
  const stack = new AsyncDisposableStack();
  const everybody: Person[] = [];
  let started = 0;
  const start = async (
    server: CallServer,
    { soundProcessing = false, fromStore = false, newcomer = false, ...cast }: Cast,
  ) => {
    const browser = browsers[started++ % browsers.length] ?? 'chromium';
    let extension = inject('extensions')[browser];
    if (fromStore) {
      const unpacked = await unpackStorePackage(browser);
      stack.defer(unpacked.remove);
      extension = unpacked.folder;
    }
    const person = await startPerson({ ...cast, browser, extension });
    stack.defer(async () => person.close());
    everybody.push(person);
    // what a policy settles the person cannot
    if (!cast.policy && !newcomer) await person.settle({ server: server.url, soundProcessing });
    return person;
  };
  return {
    async network() {
      const network = await openNetwork();
      stack.defer(async () => network.close());
      return network;
    },
    async callServer(env = {}, network) {
      const server = await startCallServer({ env, network });
      stack.defer(async () => server.close());
      return server;
    },
    people: async (server, ...people) => Promise.all(people.map(async (cast) => start(server, cast))),
    afterwards: (end) => stack.defer(end),
    wrong: () => everybody.flatMap(({ name, log }) => log.map((line) => `${name}: ${line}`)),
    close: async () => stack.disposeAsync(),
  };
}

/**
 * vitest's `test` with a {@link Scene}. After the test nothing may have gone wrong in anybody's browser unseen:
 * a warning, an error or an uncaught exception fails it.
 */
export const test = base.extend<{ scene: Scene }>({
  // vitest reads the names of a fixture's parameters: it wants a pattern, be it empty.
  // eslint-disable-next-line no-empty-pattern
  scene: async ({}, use) => {
    const scene = openScene(inject('browsers'));
    try {
      await use(scene);
      const wrong = scene.wrong();
      if (wrong.length > 0) throw new Error(`Something went wrong in a browser:\n${wrong.join('\n')}`);
    } finally {
      await scene.close();
    }
  },
});
