/** In front of the page's title while somebody rings: it is seen among other tabs. */
const MARK = '☎ ';

export function markTitle(ringing: boolean): void {
  const { title } = document;
  const isMarked = title.startsWith(MARK);
  if (ringing && !isMarked) document.title = MARK + title;
  if (!ringing && isMarked) document.title = title.slice(MARK.length);
}
