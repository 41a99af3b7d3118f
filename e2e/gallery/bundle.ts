import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import solid from 'vite-plugin-solid';

/** The gallery's page in one script. */
export async function bundlePage(): Promise<string> {
  const entry = fileURLToPath(new URL('./page.tsx', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [solid()],
    build: { write: false, target: 'esnext', lib: { entry, formats: ['es'] } },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('nothing was built');
  return chunk.code;
}
