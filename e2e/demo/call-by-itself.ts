import type { CallServer } from '../rig/call-server.ts';
import { callFrom, hears, promptFrom } from '../rig/calls.ts';
import type { Heard } from '../rig/calls.ts';
import { enterDemoChat } from '../rig/demo-chat.ts';
import { EXTENSIONS } from '../rig/extension.ts';
import { startPerson } from '../rig/start-person.ts';
import type { BrowserName, Person } from '../rig/person.ts';
import { byRole, press, waitForStatus } from '../rig/roles.ts';
import { recordStatuses } from '../rig/status-record.ts';
import { VOICES } from '../rig/voice.ts';

/** A voice is there if it is in this share of 20 ms windows; noise suppression lets 12 to 65 % of them pass. */
const HEARD_SHARE = 0.08;

/**
 * Makes the call without a display: two people with a voice each, whose loudspeakers are listened to.
 * Prints the timeline, saves pictures, and tells whether each heard the other.
 */
export async function callByItself(
  server: CallServer,
  [caller, callee]: readonly [BrowserName, BrowserName],
  pictures: string,
): Promise<boolean> {
  await using stack = new AsyncDisposableStack();
  const start = async (name: string, browser: BrowserName): Promise<Person> => {
    const person = await startPerson({ name, browser, extension: EXTENSIONS[browser], pictures });
    stack.defer(async () => person.close());
    return person;
  };
  const [ada, bob] = await Promise.all([start('Ada', caller), start('Bob', callee)]);
  ada.sound.speak(VOICES.low);
  bob.sound.speak(VOICES.high);
  const [{ page: adas }, { page: bobs }] = await Promise.all([
    enterDemoChat(ada, server),
    enterDemoChat(bob, server),
  ]);
  await ada.picture(adas, '1-button');

  const clickedMs = await callFrom(adas);
  const adaSees = await recordStatuses(await byRole(adas, 'button', 'Cancel call'));
  await promptFrom(bobs, 'Ada');
  const ringMs = Date.now();
  const bobSees = await recordStatuses(await byRole(bobs, 'button', 'Audio chat'));
  await bob.picture(bobs, '2-prompt');

  const acceptedMs = Date.now();
  await press(bobs, 'Accept');
  const [atAda, atBob] = await Promise.all([
    hears(ada, VOICES.high, VOICES.low, acceptedMs),
    hears(bob, VOICES.low, VOICES.high, acceptedMs),
  ]);
  const [answering, connecting, adaConnected, bobConnected] = await Promise.all([
    adaSees.firstAt('is answering…'),
    adaSees.firstAt('Connecting…'),
    adaSees.firstAt('In call'),
    bobSees.firstAt('In call'),
  ]);
  await ada.picture(adas, '3-call');
  const popup = await bob.openPopup();
  await byRole(popup, 'button', 'Hang up');
  await bob.picture(popup, '4-popup');
  await press(popup, 'Hang up');
  await waitForStatus(adas, 'Call ended.');

  printTimeline([
    [0, 'Ada clicks "Audio chat"'],
    [ringMs - clickedMs, 'ring: Bob sees the prompt'],
    [acceptedMs - clickedMs, 'Bob clicks "Accept"'],
    [answering - clickedMs, 'claim: Ada reads that Bob is answering'],
    [connecting - clickedMs, 'accept: Ada has what she needs to connect'],
    [adaConnected - clickedMs, 'connected: Ada reads "In call"'],
    [bobConnected - clickedMs, 'connected: Bob reads "In call"'],
    [atAda.firstAtMs - clickedMs, "first sound: Ada's loudspeaker plays Bob's voice"],
    [atBob.firstAtMs - clickedMs, "first sound: Bob's loudspeaker plays Ada's voice"],
  ]);
  const heard = [judge('Ada', atAda), judge('Bob', atBob)];
  console.log(`Pictures of it are in ${pictures}.`);
  return heard.every(Boolean);
}

function printTimeline(events: readonly (readonly [number, string])[]): void {
  console.log('\n    ms');
  for (const [ms, what] of events.toSorted(([a], [b]) => a - b)) {
    console.log(`${String(Math.round(ms)).padStart(6)}  ${what}`);
  }
}

function judge(listener: string, { share, ownShare }: Heard): boolean {
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  console.log(
    `${listener} hears the other in ${percent(share)} of 20 ms windows, themselves in ${percent(ownShare)}.`,
  );
  return share > HEARD_SHARE && ownShare < 0.02;
}
