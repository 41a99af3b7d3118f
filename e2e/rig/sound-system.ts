import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { endChild, startChild } from './child.ts';
import { Ear, EAR_RATE_HZ } from './ear.ts';
import { speech, tone } from './voice.ts';
import type { Voice } from './voice.ts';
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
  close(): Promise<void>;
}

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
      `load-module module-null-sink sink_name=mouth norewinds=1 rate=${MOUTH_RATE_HZ}`,
      // Browsers list no monitors as microphones.
      'load-module module-remap-source master=mouth.monitor source_name=mic',
      `load-module module-null-sink sink_name=ear norewinds=1 rate=${MOUTH_RATE_HZ}`,
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
        '--high-priority=no',
        '--log-level=error',
      ],
    ],
    { env: { ...env, PULSE_SERVER: '' }, stdio: 'ignore' },
  );
  const children = new Set([daemon]);
  const close = async () => {
    await Promise.all([...children].map(async (child) => endChild(child)));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until('PulseAudio answers', async () => (await run('pactl', ['info'], env)) === 0);
  } catch (error) {
    await close();
    throw error;
  }

  const raw = ['--raw', '--format=s16le', '--channels=1'];
  const recorder = startChild(
    'parec',
    [...raw, '--device=ear.monitor', `--rate=${EAR_RATE_HZ}`, '--latency-msec=20'],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  children.add(recorder);
  if (!recorder.stdout) throw new Error('parec has no output');
  const ear = new Ear(recorder.stdout);

  let speaker: ChildProcess | undefined;
  const hush = async () => {
    if (!speaker) return;
    const silenced = speaker;
    speaker = undefined;
    await endChild(silenced, 'SIGKILL');
    children.delete(silenced);
  };
  const utter = (sound: Int16Array) => {
    if (speaker) throw new Error('Speaks already: hush first');
    const args = [...raw, '--playback', '--device=mouth', `--rate=${MOUTH_RATE_HZ}`, '--latency-msec=40'];
    speaker = startChild('pacat', args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    children.add(speaker);
    repeat(speaker, Buffer.from(sound.buffer));
  };
  return {
    pulseServer,
    ear,
    hush,
    async unplug() {
      for (const module of ['module-remap-source', 'module-null-sink']) {
        const status = await run('pactl', ['unload-module', module], env);
        if (status !== 0) throw new Error('PulseAudio kept a device');
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

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  const child = startChild(command, args, { env, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
}
