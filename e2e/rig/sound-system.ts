import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { endChild, startChild, urgently } from './child.ts';
import { Ear, EAR_RATE_HZ } from './ear.ts';
import { speech, tone } from './voice.ts';
import type { Voice } from './voice.ts';
import { runCommand } from './run-command.ts';
import { until } from './until.ts';

const MOUTH_RATE_HZ = 48_000;

/** A microphone and a loudspeaker of one person's own, which every browser takes for the system's. */
export interface SoundSystem {
  /** For the browser's environment: `PULSE_SERVER`. */
  readonly pulseServer: string;
  /** What its loudspeaker plays. */
  readonly ear: Ear;
  /** Speaks into the microphone until {@link hush}. */
  speak(voice: Voice): void;
  /** Hums one steady tone into it, until {@link hush}. */
  hum(voice: Voice): void;
  hush(): Promise<void>;
  /**
   * Takes the microphone away, as somebody does who pulls their headset's plug. The loudspeaker goes with it: else
   * Firefox would take the monitor of that for a microphone.
   */
  unplug(): Promise<void>;
  /** Gives both back. What was spoken has to be spoken again. */
  plugIn(): Promise<void>;
  /** Puts a second microphone on the desk, which hears the same voice. */
  addSecondMicrophone(voice: Voice): Promise<void>;
  /** Puts a second loudspeaker on it, called "Television", which nobody hears. */
  addSecondLoudspeaker(): Promise<void>;
  /** Takes the first one alone away, and gives it back: the system switches to the other, and back. */
  switchMicrophone(to: 'first' | 'second'): Promise<void>;
  close(): Promise<void>;
}

/** The devices of one person, as arguments of `load-module`. */
const MOUTH = `module-null-sink sink_name=mouth norewinds=1 rate=${MOUTH_RATE_HZ}`;
// Browsers list no monitors as microphones.
const MICROPHONE = 'module-remap-source master=mouth.monitor source_name=mic';
const EAR = `module-null-sink sink_name=ear norewinds=1 rate=${MOUTH_RATE_HZ}`;
const SECOND = [
  `module-null-sink sink_name=mouth2 norewinds=1 rate=${MOUTH_RATE_HZ}`,
  // Of another name than the first: Firefox tells devices of one name not apart, and does not see that one of them went.
  'module-remap-source master=mouth2.monitor source_name=mic2 source_properties=device.description=Second',
];

const TELEVISION = `module-null-sink sink_name=ear2 norewinds=1 rate=${MOUTH_RATE_HZ} sink_properties=device.description=Television`;

/**
 * Starts a PulseAudio daemon with null sinks: what is played to `mouth` is the microphone `mic`, what the browser
 * plays goes to `ear`. One daemon per person, since browsers take the server's default devices.
 */
export async function startSoundSystem(): Promise<SoundSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-sound-'));
  const pulseServer = `unix:${join(folder, 'socket')}`;
  const script = join(folder, 'devices.pa');
  await writeFile(
    script,
    [
      // Without norewinds a null sink works in blocks of up to 2 s, and sound would be heard that much later.
      `load-module ${MOUTH}`,
      `load-module ${MICROPHONE}`,
      `load-module ${EAR}`,
      'set-default-source mic',
      'set-default-sink ear',
      // Last, so that whoever can connect finds the devices.
      `load-module module-native-protocol-unix auth-anonymous=1 socket=${join(folder, 'socket')}`,
      '',
    ].join('\n'),
  );
  // Its own home: nothing of the person's own sound is read, used or left behind.
  const env = {
    ...process.env,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: folder,
    PULSE_SERVER: pulseServer,
  };
  const daemon = startChild(
    'pulseaudio',
    [
      ...['-n', '-F', script, '--daemonize=no', '--system=false', '--exit-idle-time=-1'],
      ...[
        '--use-pid-file=no',
        '--disable-shm=yes',
        '--realtime=no',
        // See urgently.
        `--high-priority=${process.getuid?.() === 0 ? 'yes' : 'no'}`,
        '--log-level=error',
      ],
    ],
    { env: { ...env, PULSE_SERVER: '' }, stdio: 'ignore' },
  );
  const children = new Set([daemon]);
  const pactl = async (...args: string[]) => runCommand('pactl', [`--server=${pulseServer}`, ...args]);
  const close = async () => {
    await Promise.all([...children].map(async (child) => endChild(child)));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until('PulseAudio answers', async () => pactl('info'));
  } catch (error) {
    await close();
    throw error;
  }

  const raw = ['--raw', '--format=s16le', '--channels=1'];
  const ear = new Ear();
  const listen = async () => {
    const [program, ...before] = urgently('parec');
    const recorder = startChild(
      program,
      [...before, ...raw, '--device=mouth.monitor', `--rate=${EAR_RATE_HZ}`, '--latency-msec=20'],
      { env, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    children.add(recorder);
    recorder.once('exit', () => children.delete(recorder));
    if (!recorder.stdout) throw new Error('parec has no output');
    // A recorder that began at the ear would follow the system's choice of a microphone where the ear's own monitor is
    // that, for want of any; one that was moved there stays (PulseAudio's preferred source).
    const recording = await until('the recorder runs', async () => {
      const outputs = (await pactl('list', 'short', 'source-outputs')).trim().split('\n');
      return outputs.findLast((line) => line.includes(`1ch ${EAR_RATE_HZ}Hz`))?.split('\t')[0];
    });
    await pactl('move-source-output', recording, 'ear.monitor');
    ear.hear(recorder.stdout);
  };
  await listen();

  let speaker: ChildProcess | undefined;
  const hush = async () => {
    if (!speaker) return;
    const silenced = speaker;
    speaker = undefined;
    await endChild(silenced, 'SIGKILL');
    children.delete(silenced);
  };
  const play = (sound: Int16Array, sink: string) => {
    const args = [...raw, '--playback', `--device=${sink}`, `--rate=${MOUTH_RATE_HZ}`, '--latency-msec=40'];
    const [program, ...before] = urgently('pacat');
    const player = startChild(program, [...before, ...args], { env, stdio: ['pipe', 'ignore', 'ignore'] });
    children.add(player);
    repeat(player, Buffer.from(sound.buffer));
    return player;
  };
  const utter = (sound: Int16Array) => {
    if (speaker) throw new Error('Speaks already: hush first');
    speaker = play(sound, 'mouth');
  };
  const load = async (module: string) => pactl('load-module', ...module.split(' '));
  return {
    pulseServer,
    ear,
    hush,
    async unplug() {
      await hush();
      for (const module of ['module-remap-source', 'module-null-sink']) await pactl('unload-module', module);
    },
    async plugIn() {
      for (const module of [MOUTH, MICROPHONE, EAR]) await load(module);
      await pactl('set-default-source', 'mic');
      await pactl('set-default-sink', 'ear');
      await listen();
    },
    async addSecondMicrophone(voice) {
      for (const module of SECOND) await load(module);
      // Loading a microphone may make it the system's choice.
      await pactl('set-default-source', 'mic');
      play(tone(voice, MOUTH_RATE_HZ), 'mouth2');
    },
    async addSecondLoudspeaker() {
      await load(TELEVISION);
      await pactl('set-default-sink', 'ear');
    },
    async switchMicrophone(to) {
      if (to === 'second') {
        const modules = (await pactl('list', 'short', 'modules')).split('\n');
        const first = modules.find(
          (line) => line.endsWith('source_name=mic') || line.includes('source_name=mic\t'),
        );
        await pactl('unload-module', first?.split('\t')[0] ?? '');
      } else {
        await load(MICROPHONE);
        await pactl('set-default-source', 'mic');
      }
    },
    close,
    speak: (voice) => utter(speech(voice, 5, MOUTH_RATE_HZ)),
    hum: (voice) => utter(tone(voice, MOUTH_RATE_HZ)),
  };
}

/** Feeds the same sound for ever, as fast as it is played. */
function repeat(player: ChildProcess, sound: Buffer): void {
  const { stdin } = player;
  if (!stdin) throw new Error('pacat has no input');
  // The pipe breaks when the player is ended, which is how speaking stops.
  stdin.on('error', () => undefined);
  const feed = () => {
    if (stdin.writable) stdin.write(sound, feed);
  };
  feed();
}
