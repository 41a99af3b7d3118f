/**
 * Colours and shapes, light and dark, for pages (`:root`) and for closed shadow roots (`:host`). Every text colour has
 * at least 4.5:1 on the surface it stands on.
 */
const LIGHT = `
  --surface: #fff; --raised: #f6f7f8; --line: #d5dadd; --text: #16191d; --soft: #59626c; --go: #137a4a;
  --go-soft: #e3f4ea; --on-go: #fff; --stop: #c02f2f; --stop-soft: #fbe9e8; --on-stop: #fff; --warn: #7a4f00;
  --warn-soft: #fdf1dc; --shadow: 0 8px 28px rgb(16 24 32 / 0.16), 0 1px 3px rgb(16 24 32 / 0.12);`;
const DARK = `
  --surface: #1d2126; --raised: #262b31; --line: #444c55; --text: #eef1f4; --soft: #a5afba; --go: #3ecf8e;
  --go-soft: #17372a; --on-go: #06251a; --stop: #ff7a73; --stop-soft: #3c2123; --on-stop: #300a09; --warn: #f0b955;
  --warn-soft: #3a2e17; --shadow: 0 8px 28px rgb(0 0 0 / 0.5), 0 0 0 1px #353c44;`;

/** The rules of a page reach a host, and win over all of ours there that are not important. */
const fixed = (declarations: string) => declarations.replaceAll(';', ' !important;');

export const THEME = `
:root, :host { ${fixed(`color-scheme: light dark; ${LIGHT}`)} }
@media (prefers-color-scheme: dark) { :root, :host { ${fixed(DARK)} } }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.earshot { font: 14px/1.45 system-ui, 'Segoe UI', sans-serif; color: var(--text); }
.earshot button {
  font: inherit; color: inherit; border: 0; margin: 0; background: none; border-radius: 10px; min-height: 36px;
  padding: 4px 14px; display: inline-flex; gap: 8px; align-items: center; justify-content: center; cursor: pointer;
  text-transform: none; letter-spacing: normal;
}
.earshot button:focus-visible {
  outline: 2px solid var(--go); outline-offset: 2px;
}
.earshot button:is(:disabled, [aria-disabled='true']) { opacity: 0.55; cursor: default; }
.earshot .plain { background: var(--surface); box-shadow: inset 0 0 0 1px var(--line); }
.earshot .plain:hover:not(:disabled, [aria-disabled='true']) { background: var(--raised); }
.earshot .go { background: var(--go); color: var(--on-go); font-weight: 600; }
.earshot .stop { background: var(--stop); color: var(--on-stop); font-weight: 600; }
.earshot .go:hover, .earshot .stop:hover { filter: brightness(1.08); }
.earshot .round { width: 36px; padding: 0; border-radius: 50%; flex: none; }
.earshot .muted {
  background: var(--warn-soft); color: var(--warn); font-weight: 600; border-radius: 999px; padding: 0 12px;
}
.earshot .link {
  min-height: 0; padding: 2px 0; color: var(--go); text-decoration: underline; text-underline-offset: 2px;
  border-radius: 4px;
}
.card { background: var(--surface); border-radius: 14px; box-shadow: var(--shadow); }
.earshot .face {
  width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; flex: none; font-weight: 600;
  background: var(--go-soft); color: var(--go); overflow: hidden;
}
.earshot .soft { color: var(--soft); }
.earshot .small { font-size: 12.5px; }
.earshot .who { font-weight: 600; overflow-wrap: anywhere; }
.earshot .grow { flex: 1; min-width: 0; }
.earshot .row { display: flex; gap: 12px; align-items: center; }
.earshot .note { border-radius: 10px; padding: 8px 12px; background: var(--warn-soft); }
.earshot .note.bad { background: var(--stop-soft); }
.earshot .time { font-variant-numeric: tabular-nums; }
.earshot svg {
  width: 18px; height: 18px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round;
  stroke-linejoin: round;
}
@media (pointer: coarse) {
  .earshot.earshot button { min-height: 44px; }
  .earshot .round { width: 44px; }
}
@media (forced-colors: active) {
  .earshot button:not(.link), .card, .note { border: 1px solid ButtonText; }
}
`;

/** The same for our own pages, which have more in them. */
export const OWN_THEME = `${THEME}
.earshot a:focus-visible, .earshot input:focus-visible { outline: 2px solid var(--go); outline-offset: 2px; }
.earshot .face.small { width: 28px; height: 28px; font-size: 12px; }
/* said to those who do not see it */
.earshot .unseen { position: absolute; clip-path: inset(50%); white-space: nowrap; }
`;
