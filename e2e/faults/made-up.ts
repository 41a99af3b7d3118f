import { setTimeout } from 'node:timers/promises';
import { TargetType } from 'puppeteer';
import type { CDPSession } from 'puppeteer';
import type { Person } from '../rig/person.ts';

const OPUS_RATE_PER_MS = 48;
const LOOK_EVERY_MS = 250;

/** How much sound was made up until some moment. */
export interface MadeUpSoFar {
  readonly atMs: number;
  readonly totalMs: number;
}

/**
 * The browser's own view of the gaps: how much sound it had to make up for what did not arrive (`concealedSamples`, W3C
 * WebRTC Statistics), read four times a second. A tone hides gaps of up to some 300 ms, since the browser makes it
 * up well. Nothing is known in Firefox, nor while there is not exactly one connection. The product has no
 * hook for it: the connection is looked for in the media host's memory.
 */
export class MadeUp {
  readonly #record: MadeUpSoFar[] = [];
  readonly #person: () => Person;
  #session: CDPSession | undefined;
  #connections: string | undefined;
  #reading = true;

  constructor(person: () => Person) {
    this.#person = person;
    void this.#readOn();
  }

  /** The most that was made up within a second, from then until now, in ms; undefined where it is not known. */
  worstSecondMs(fromMs: number): number | undefined {
    return worstSecondMs(this.#record.filter(({ atMs }) => atMs >= fromMs));
  }

  stop(): void {
    this.#reading = false;
  }

  async #readOn(): Promise<void> {
    while (this.#reading) {
      const totalMs = await this.#read().catch(() => undefined);
      if (totalMs === undefined) await this.#forget();
      else this.#record.push({ atMs: Date.now(), totalMs });
      await setTimeout(LOOK_EVERY_MS);
    }
    await this.#forget();
  }

  async #read(): Promise<number | undefined> {
    const person = this.#person();
    if (person.browserName !== 'chromium') return undefined;
    this.#connections ??= await this.#find(person);
    if (this.#connections === undefined) return undefined;
    const counted = await this.#session?.send('Runtime.callFunctionOn', {
      objectId: this.#connections,
      awaitPromise: true,
      returnByValue: true,
      functionDeclaration: `async function () {
        const live = this.filter(({ connectionState }) => connectionState !== 'closed' && connectionState !== 'new');
        const reports = (await Promise.all(live.map((each) => each.getStats()))).flatMap((each) => [...each.values()]);
        const inbound = reports.filter(({ type }) => type === 'inbound-rtp');
        return inbound.length === 1 ? inbound[0].concealedSamples : null;
      }`,
    });
    const samples = counted?.result.value as number | null | undefined;
    return typeof samples === 'number' ? samples / OPUS_RATE_PER_MS : undefined;
  }

  async #find(person: Person): Promise<string | undefined> {
    const isHost = (type: TargetType, url: string) =>
      type === TargetType.BACKGROUND_PAGE && url.startsWith(person.origin);
    const host = person.browser.targets().find((target) => isHost(target.type(), target.url()));
    this.#session = await host?.createCDPSession();
    if (!this.#session) return undefined;
    const { result } = await this.#session.send('Runtime.evaluate', {
      expression: 'RTCPeerConnection.prototype',
    });
    if (result.objectId === undefined) return undefined;
    const { objects } = await this.#session.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId,
    });
    return objects.objectId;
  }

  /** What was found is held no longer: the connection, or the whole media host, is another one. */
  async #forget(): Promise<void> {
    this.#connections = undefined;
    const session = this.#session;
    this.#session = undefined;
    await session?.detach().catch(() => undefined);
  }
}

/** The most that was made up within a second (and a quarter), in ms; undefined of fewer than two readings. */
export function worstSecondMs(record: readonly MadeUpSoFar[]): number | undefined {
  if (record.length < 2) return undefined;
  return Math.round(
    Math.max(
      ...record.map(({ atMs, totalMs }) => {
        const later = record.findLast((each) => each.atMs <= atMs + 1000 + LOOK_EVERY_MS);
        // a new connection counts anew
        return Math.max(0, (later?.totalMs ?? totalMs) - totalMs);
      }),
    ),
  );
}
