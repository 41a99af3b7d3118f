import type { Plugin } from 'vite';

/** A text in a module of a package that the built extension shall not have, and what stands there instead. */
interface Rewrite {
  /** How the module's path ends. */
  readonly module: string;
  readonly from: string;
  readonly to: string;
}

/** What Mozilla's linter warns of, and rightly: each can be done without turning a text into code or into a page's markup. */
const REWRITES: readonly Rewrite[] = [
  {
    // A fallback for engines without `self` and `window`; the same object has a name of its own since ES2020.
    module: '/engine.io-client/build/esm/globals.js',
    from: 'return Function("return this")();',
    to: 'return globalThis;',
  },
  {
    // Solid's own templates, constant texts of the build. The unclosed <template> makes the parser read them exactly as
    // innerHTML of a template does: any element may come first, and nothing is fetched or run.
    module: '/solid-js/web/dist/web.js',
    from: 't.innerHTML = html;',
    to: 't.content.append(new DOMParser().parseFromString("<template>" + html, "text/html").querySelector("template").content);',
  },
];

/** Does a rewrite. Throws where its text is not there, once: the package has changed, and the rewrite with it must. */
export function rewritten(code: string, { module, from, to }: Rewrite): string {
  const parts = code.split(from);
  if (parts.length !== 2) {
    throw new Error(
      `${module}: expected once, found ${parts.length - 1} times: ${from} (see .ci/module-rewrites.ts)`,
    );
  }
  return parts.join(to);
}

/** The rewrites of one production build, which may be many bundles: `check` when the last one is done. */
export function createModuleRewrites(rewrites = REWRITES) {
  const done = new Set<Rewrite>();
  const plugin: Plugin = {
    name: 'earshot:module-rewrites',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      const path = id.split('?')[0] ?? id;
      const rewrite = rewrites.find(({ module }) => path.endsWith(module));
      if (!rewrite) return null;
      done.add(rewrite);
      return { code: rewritten(code, rewrite), map: null };
    },
  };
  return {
    plugin,
    /** Throws where a module never came by: it has moved, and its text may be in the build. */
    check(): void {
      const missing = rewrites.filter((rewrite) => !done.has(rewrite)).map(({ module }) => module);
      if (missing.length > 0)
        throw new Error(`Not part of the build: ${missing.join(', ')} (see .ci/module-rewrites.ts)`);
    },
  };
}
