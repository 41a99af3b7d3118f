/** A constructable stylesheet: unlike a `<style>` it is applied under the strictest Content-Security-Policy of a page. */
export function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
