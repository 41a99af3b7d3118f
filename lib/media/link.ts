import * as v from 'valibot';
import type { MediaHost } from './host.ts';
import {
  MEDIA_COMMANDS,
  MediaEvent,
  type MediaCommandName,
  type MediaPort,
  type MediaReply,
} from './port.ts';

/** What this link needs of a runtime port. */
export interface LinkPort {
  postMessage(message: unknown): void;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

const names = Object.keys(MEDIA_COMMANDS) as MediaCommandName[];
const id = v.pipe(v.number(), v.integer(), v.minValue(0));

/** From the background: a command under a number of this port's life. */
const Call = v.object({ id, name: v.string(), payload: v.unknown() });

/** From the media host: the answer to a number, or an event. */
const Answer = v.variant('ok', [
  v.object({ id, ok: v.literal(true), value: v.unknown() }),
  v.object({ id, ok: v.literal(false), message: v.string() }),
]);

/** The background's end, for the life of one port: when that is over every pending command rejects. */
export function createMediaClient(port: LinkPort): MediaPort {
  const pending = new Map<number, { take(value: unknown): void; reject(error: Error): void }>();
  const eventListeners: ((event: MediaEvent) => void)[] = [];
  const lostListeners: ((byPerson: boolean) => void)[] = [];
  let lastId = 0;
  let lost = false;

  port.onMessage.addListener((message) => {
    const event = v.safeParse(MediaEvent, message);
    if (event.success) {
      for (const listener of eventListeners) listener(event.output);
      return;
    }
    const answer = v.safeParse(Answer, message);
    if (!answer.success) return;
    const command = pending.get(answer.output.id);
    pending.delete(answer.output.id);
    if (answer.output.ok) command?.take(answer.output.value);
    else command?.reject(new Error(answer.output.message));
  });

  port.onDisconnect.addListener(() => {
    lost = true;
    for (const { reject } of pending.values()) reject(new Error('the media host is gone'));
    pending.clear();
    for (const listener of lostListeners) listener(false);
  });

  return {
    send(name, payload) {
      const { promise, resolve, reject } = Promise.withResolvers<MediaReply<typeof name>>();
      if (lost) {
        reject(new Error('the media host is gone'));
        return promise;
      }
      const number = ++lastId;
      pending.set(number, {
        reject,
        take(value) {
          const reply = v.safeParse(MEDIA_COMMANDS[name].reply, value);
          if (reply.success) resolve(reply.output);
          else reject(new Error(`the media host answered ${name} with something else`));
        },
      });
      port.postMessage({ id: number, name, payload });
      return promise;
    },
    onEvent: (listener) => void eventListeners.push(listener),
    onLost: (listener) => void lostListeners.push(listener),
  };
}

/** The media host's end, for the life of one port. The host's status goes first. */
export function serveMedia(port: LinkPort, host: MediaHost): void {
  let open = true;

  function answer(value: object): void {
    if (open) port.postMessage(value);
  }

  port.onMessage.addListener((message) => {
    const call = v.safeParse(Call, message);
    if (!call.success) return;
    const number = call.output.id;
    carryOut(call.output, host).then(
      (value) => answer({ id: number, ok: true, value }),
      (error: unknown) => answer({ id: number, ok: false, message: reasonOf(error) }),
    );
  });
  const stop = host.listen((event) => port.postMessage(event));
  port.onDisconnect.addListener(() => {
    open = false;
    stop();
  });
}

async function carryOut({ name, payload }: v.InferOutput<typeof Call>, host: MediaHost): Promise<unknown> {
  const known = names.find((candidate) => candidate === name);
  if (!known) throw new Error('no such media command');
  const parsed = v.safeParse(MEDIA_COMMANDS[known].payload, payload);
  if (!parsed.success) throw new Error(`${known} with a wrong payload`);
  return host.handle(known, parsed.output);
}

/** The browser's own texts can quote a line of the description, which belongs in no log: of those only the name. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.name === 'Error' ? error.message : error.name;
}
