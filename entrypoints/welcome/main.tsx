import { createSignal } from 'solid-js';
import { showPage } from '@/components/own-page.ts';
import { type MicrophoneTrial, Welcome, WELCOME_STYLE } from '@/components/welcome.tsx';
import { createMicrophone } from '@/lib/media/microphone.ts';
import type { MicrophoneTrouble } from '@/lib/media/port.ts';
import { browserWorld } from '@/lib/media/world.ts';

const TRIALS: Record<MicrophoneTrouble, MicrophoneTrial> = {
  'microphone-not-asked': 'not-asked',
  'microphone-blocked': 'blocked',
  'microphone-absent': 'absent',
  'microphone-in-use': 'failed',
  'microphone-failed': 'failed',
};

async function tryMicrophone(): Promise<MicrophoneTrial> {
  const microphone = createMicrophone(browserWorld(document));
  const opening = await microphone.open(true);
  microphone.close();
  return opening.ok ? 'opened' : TRIALS[opening.code];
}

async function run(): Promise<void> {
  const status = await navigator.permissions.query({ name: 'microphone' });
  const [permission, setPermission] = createSignal(status.state);
  status.addEventListener('change', () => setPermission(status.state));
  showPage({
    title: 'welcome_title',
    style: WELCOME_STYLE,
    content: () => <Welcome permission={permission()} onAsk={tryMicrophone} />,
  });
}
void run();
