// npm run demo: a call between two people on one machine. See README.md.
import { parseArgs } from 'node:util';
import { runTool, step } from '../../.ci/run-step.ts';
import { ensureTools, NeedsPerson } from '../../.ci/tools.ts';
import { startCallServer } from '../rig/call-server.ts';
import { isPortFree } from '../rig/port.ts';
import { EXTENSIONS } from '../rig/extension.ts';
import { callByItself } from './call-by-itself.ts';
import { showTwoWindows } from './two-windows.ts';

/** The extension's own default call server. */
const PORT = 4080;

const { values: options } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    mic: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  },
});

try {
  process.exitCode = (await demo()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof NeedsPerson)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function demo(): Promise<boolean> {
  const windows = !options.headless && hasDisplay();
  await ensureTools(windows ? ['chromium'] : ['chromium', 'pulseaudio'], { yes: options.yes });
  if (!(await isPortFree(PORT))) {
    throw new NeedsPerson(`Port ${PORT} is in use: end what uses it (another call server?), then try again.`);
  }
  if (!(await step('build', async () => runTool('wxt', 'build')))) return false;
  const server = await startCallServer({ port: PORT });
  try {
    console.log(`The call server runs at ${server.url}, with a chat to try it on at ${server.url}/demo/.`);
    if (!windows) return await callByItself(server, EXTENSIONS.chromium, 'demo-output');
    await showTwoWindows(server, EXTENSIONS.chromium, { microphone: options.mic });
    return true;
  } finally {
    await server.close();
  }
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}
