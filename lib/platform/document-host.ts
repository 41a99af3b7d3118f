import { createMediaClient, type LinkPort } from '../media/link.ts';
import type { MediaCommandName, MediaEvent, MediaPayload, MediaPort } from '../media/port.ts';

/** A document that has not connected by then will not: its command fails, and the call says so. */
const ATTACH_MS = 10_000;

const OF_A_CALL_THAT_IS_ON: ReadonlySet<MediaCommandName> = new Set([
  'media:close',
  'media:mute',
  'media:use-sound',
  'media:add-candidates',
]);

/** Commands that mean nothing where there is no media host do not make one. */
function needsHost<N extends MediaCommandName>(name: N, payload: MediaPayload<N>): boolean {
  if (name === 'media:tone') return (payload as MediaPayload<'media:tone'>).tone !== 'none';
  return !OF_A_CALL_THAT_IS_ON.has(name);
}

/** A media host in a document of its own, which is made when a command needs it, one at a time. */
export interface DocumentHost extends MediaPort {
  /** The document's port has come; an older one is not listened to any more. */
  attach(port: LinkPort): void;
  /** Whether its port is open. */
  attached(): boolean;
  /** The document is about to be closed from here. */
  detach(): void;
}

/** `open` makes the document, unless there is one; `byPerson`: nobody else closes it. */
export function createDocumentHost(open: () => Promise<void>, byPerson: boolean): DocumentHost {
  const eventListeners: ((event: MediaEvent) => void)[] = [];
  const lostListeners: ((byPerson: boolean) => void)[] = [];
  let client: MediaPort | undefined;
  let making: Promise<MediaPort> | undefined;
  let arrived: (client: MediaPort) => void = () => {};

  async function make(): Promise<MediaPort> {
    const arrival = Promise.withResolvers<MediaPort>();
    const timer = setTimeout(() => arrival.reject(new Error('the media host did not connect')), ATTACH_MS);
    arrived = arrival.resolve;
    try {
      return await Promise.race([open().then(() => arrival.promise), arrival.promise]);
    } finally {
      clearTimeout(timer);
      arrived = () => {};
    }
  }

  function lose(closedByPerson: boolean): void {
    client = undefined;
    lostListeners.forEach((listener) => listener(closedByPerson));
  }

  function host(): Promise<MediaPort> {
    if (client) return Promise.resolve(client);
    making ??= make().finally(() => (making = undefined));
    return making;
  }

  return {
    attach(port) {
      const mine = createMediaClient(port);
      client = mine;
      mine.onEvent((event) => eventListeners.forEach((listener) => listener(event)));
      mine.onLost(() => {
        if (client !== mine) return;
        lose(byPerson);
      });
      arrived(mine);
    },
    attached: () => client !== undefined,
    detach: () => lose(false),
    async send(name, payload) {
      // while one is on its way they wait for it too: a call that is cancelled meanwhile has to be closed there
      if (!client && !making && !needsHost(name, payload)) return null;
      return (await host()).send(name, payload);
    },
    onEvent: (listener) => void eventListeners.push(listener),
    onLost: (listener) => void lostListeners.push(listener),
  };
}
