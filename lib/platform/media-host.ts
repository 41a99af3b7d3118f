import type { LinkPort } from '../media/link.ts';
import type { MediaPort } from '../media/port.ts';
import type { View } from '../messaging/view.ts';

/**
 * The media host of this browser, seen from the background: the document is made when it is needed, one at a time. Chrome's is the
 * offscreen document (offscreen-host.ts); Firefox denies background pages the microphone, and its host is the call window
 * (call-window-host.ts).
 */
export interface PlatformMediaHost extends MediaPort {
  /**
   * The document's port has come (in Chrome also by itself, after the worker's earlier life ended). `tab`: the tab it is
   * in, if it is in one.
   */
  attach(port: LinkPort, tab: number | undefined): void;
  exists(): Promise<boolean>;
  /** What is shown now: the document stays while that needs it. */
  follow(view: View): void;
  /** Brings to the front the window that the microphone waits in: the call window, or the one that asks. */
  show(): Promise<void>;
}
