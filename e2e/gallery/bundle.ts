import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import solid from 'vite-plugin-solid';

/** The gallery's page in one script. */
export async function bundlePage(): Promise<string> {
  return bundle(new URL('./page.tsx', import.meta.url));
}

/** A module, with all that it imports, in one script for a page. */
export async function bundle(module: URL): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [solid()],
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: fileURLToPath(module), formats: ['iife'], name: 'bundled' },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('nothing was built');
  return chunk.code;
}
