// npm run demo: a call between two people on one machine. See README.md.
import { parseArgs } from 'node:util';
import { runTool, step } from '../../.ci/run-step.ts';
import { ensureTools, NeedsPerson } from '../../.ci/tools.ts';
import { startCallServer } from '../rig/call-server.ts';
import { isPortFree } from '../rig/port.ts';
import { browsersOf } from './browsers.ts';
import { callByItself } from './call-by-itself.ts';
import { showTwoWindows } from './two-windows.ts';

/** The extension's own default call server. */
const PORT = 4080;

const { values: options } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chrome' },
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
  const browsers = browsersOf(options.browser);
  if (!browsers) {
    throw new NeedsPerson(
      `--browser takes chrome, firefox, or two of them, the caller's first: chrome,firefox.`,
    );
  }
  const windows = !options.headless && hasDisplay();
  await ensureTools([...new Set(browsers), ...(windows ? [] : ['pulseaudio' as const])], {
    yes: options.yes,
  });
  if (!(await isPortFree(PORT))) {
    throw new NeedsPerson(`Port ${PORT} is in use: end what uses it (another call server?), then try again.`);
  }
  for (const browser of new Set(browsers)) {
    const target = browser === 'chromium' ? 'chrome' : browser;
    if (!(await step(`build ${target}`, async () => runTool('wxt', 'build', '-b', target)))) return false;
  }
  const server = await startCallServer({ port: PORT });
  try {
    console.log(`The call server runs at ${server.url}, with a chat to try it on at ${server.url}/demo/.`);
    if (!windows) return await callByItself(server, browsers, 'demo-output');
    await showTwoWindows(server, browsers, { microphone: options.mic });
    return true;
  } finally {
    await server.close();
  }
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}
