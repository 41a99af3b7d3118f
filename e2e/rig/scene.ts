import { inject, test as base } from 'vitest';
import { startCallServer } from './call-server.ts';
import type { CallServer } from './call-server.ts';
import { EXTENSIONS } from './extension.ts';
import { startPerson } from './start-person.ts';
import type { Person, PersonOptions } from './person.ts';

/** What a test plays on: everything that it starts ends with it, also when it fails. */
export interface Scene {
  /** Starts a call server at a free port, with these settings besides. */
  callServer(env?: NodeJS.ProcessEnv): Promise<CallServer>;
  /** Starts people whose Earshot uses that call server. Each gets the pairing's browsers in turn. */
  people(server: CallServer, ...people: Cast[]): Promise<Person[]>;
  /** Anything else that is to be ended after the test. */
  afterwards(end: () => Promise<void>): void;
}

export type Cast = Pick<PersonOptions, 'name' | 'microphone' | 'packaged'> & {
  /** Off unless asked for: it takes a voice made of beeps for noise, and thins it out until it can hardly be found. */
  readonly soundProcessing?: boolean;
};

/**
 * vitest's `test` with a {@link Scene}. After the test nothing may have gone wrong in anybody's browser unseen:
 * a warning, an error or an uncaught exception fails it.
 */
export const test = base.extend<{ scene: Scene }>({
  // vitest reads the names of a fixture's parameters: it wants a pattern, be it empty.
  // eslint-disable-next-line no-empty-pattern
  scene: async ({}, use) => {
    const stack = new AsyncDisposableStack();
    const everybody: Person[] = [];
    const browsers = inject('browsers');
    let started = 0;
    const start = async (server: CallServer, cast: Cast) => {
      const browser = browsers[started++ % browsers.length] ?? 'chromium';
      const person = await startPerson({ ...cast, browser, extension: EXTENSIONS[browser] });
      stack.defer(async () => person.close());
      everybody.push(person);
      await person.settle({ server: server.url, soundProcessing: cast.soundProcessing ?? false });
      return person;
    };
    try {
      await use({
        async callServer(env = {}) {
          const server = await startCallServer({ env });
          stack.defer(async () => server.close());
          return server;
        },
        people: async (server, ...people) => Promise.all(people.map(async (cast) => start(server, cast))),
        afterwards: (end) => stack.defer(end),
      });
      const wrong = everybody.flatMap(({ name, log }) => log.map((line) => `${name}: ${line}`));
      if (wrong.length > 0) throw new Error(`Something went wrong in a browser:\n${wrong.join('\n')}`);
    } finally {
      await stack.disposeAsync();
    }
  },
});
