import type { ElementHandle, Page } from 'puppeteer';
import type { CallServer } from './call-server.ts';
import type { Person } from './person.ts';
import { byRole } from './roles.ts';

/** The address of the demo chat for somebody in a room. */
export function demoChatUrl(server: CallServer, name: string, room: string): string {
  return `${server.url}/demo/?${new URLSearchParams({ name, room }).toString()}`;
}

/** Opens the demo chat in front and waits for the button on it. */
export async function enterDemoChat(
  person: Person,
  server: CallServer,
  room = 'tea',
): Promise<{ page: Page; button: ElementHandle }> {
  const page = await person.openPage(demoChatUrl(server, person.name, room));
  return { page, button: await byRole(page, 'button', 'Audio chat') };
}
