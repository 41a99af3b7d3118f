import { endChild, startChild } from './child.ts';
import { runCommand } from './run-command.ts';

/** A screen that nobody looks at, for what a browser shows outside of its pages. */
export interface Screen {
  /** For `DISPLAY`. */
  readonly display: string;
  /** Presses these keys one after the other, as the keyboard does: they go to whatever has the focus. */
  press(...keys: string[]): Promise<void>;
  close(): Promise<void>;
}

export async function startScreen(): Promise<Screen> {
  // the first free one, whose number is said once it is there
  const server = startChild('Xvfb', ['-displayfd', '1', '-screen', '0', '1200x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.stdout?.once('data', (said: Buffer) => resolve(said.toString().trim()));
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb ended before there was a screen')));
  });
  const display = `:${number}`;
  return {
    display,
    press: async (...keys) =>
      void (await runCommand('env', [`DISPLAY=${display}`, 'xdotool', 'key', ...keys])),
    close: async () => endChild(server),
  };
}
