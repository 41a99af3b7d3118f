/** In the page's title while somebody rings: it is seen among other tabs. */
const MARK = '☎ ';

export interface TitleMark {
  /** Whether somebody rings. */
  ring(now: boolean): void;
  /** The page may have another title: its mark is kept. */
  keep(): void;
}

/** Marks the title while it rings; after that the page has the last one that it gave itself. */
export function createTitleMark(): TitleMark {
  let ringing = false;
  let isMarked = false;
  function keep(): void {
    const { title } = document;
    // a page that counts in front of what it finds there has the mark in the midst of its title
    if (ringing && !title.includes(MARK)) {
      document.title = MARK + title;
      isMarked = true;
    } else if (!ringing && isMarked) {
      document.title = title.replace(MARK, '');
      isMarked = false;
    }
  }
  return {
    keep,
    ring(now) {
      ringing = now;
      keep();
    },
  };
}
