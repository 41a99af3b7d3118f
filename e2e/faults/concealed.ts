import { TargetType } from 'puppeteer';
import type { Person } from '../rig/person.ts';

const OPUS_RATE_PER_MS = 48;

/**
 * How much sound the browser had to make up for what did not arrive, in ms since the connection began (`concealedSamples`,
 * W3C WebRTC Statistics): the browser's own view of the gaps. Undefined where it cannot be read: in Firefox, and without
 * exactly one connection. The product has no hook for it: the object is looked for in the media host's memory.
 */
export async function concealedMs(person: Person): Promise<number | undefined> {
  const host = person.browser
    .targets()
    .find((target) => target.type() === TargetType.BACKGROUND_PAGE && target.url().startsWith(person.origin));
  if (person.browserName !== 'chromium' || !host) return undefined;
  const session = await host.createCDPSession();
  try {
    const { result } = await session.send('Runtime.evaluate', { expression: 'RTCPeerConnection.prototype' });
    if (result.objectId === undefined) return undefined;
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
    if (objects.objectId === undefined) return undefined;
    const counted = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      awaitPromise: true,
      returnByValue: true,
      functionDeclaration: `async function () {
        const live = this.filter(({ connectionState }) => connectionState !== 'closed' && connectionState !== 'new');
        const reports = (await Promise.all(live.map((each) => each.getStats()))).flatMap((each) => [...each.values()]);
        const inbound = reports.filter(({ type }) => type === 'inbound-rtp');
        return inbound.length === 1 ? inbound[0].concealedSamples : null;
      }`,
    });
    const samples = counted.result.value as number | null;
    return samples === null ? undefined : samples / OPUS_RATE_PER_MS;
  } finally {
    await session.detach();
  }
}
