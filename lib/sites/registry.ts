import { nodeChatApp } from './node-chat-app.ts';
import { selfDescribed } from './self-described.ts';
import { theLounge } from './the-lounge.ts';
import type { Adapter, Page } from './adapter.ts';

/** Every site Earshot knows. The first that recognises a page has it: a page's own word comes first. */
export const ADAPTERS: readonly Adapter[] = [selfDescribed, theLounge, nodeChatApp];

export function recognise(page: Page): Adapter | undefined {
  return ADAPTERS.find((adapter) => adapter.recognises(page));
}
