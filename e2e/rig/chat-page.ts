import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scene } from './scene.ts';

export interface ChatPage {
  /** What it says of itself in its head. */
  readonly head?: string;
  /** Attributes of the element that holds the chat, besides the room "tea" and the name. */
  readonly attributes?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves a chat page with a place to write, on a site of its own. Returns its address for somebody of that name. */
export async function serveChatPage(
  scene: Scene,
  { head = '', attributes = '', headers = {} }: ChatPage = {},
): Promise<(name: string) => string> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').searchParams.get('name') ?? '';
    response.writeHead(200, { 'Content-Type': 'text/html', ...headers });
    response.end(`<!doctype html><title>Chat</title>${head}
      <main data-earshot-conversation="tea" data-earshot-me="${name}" ${attributes}>
        <div data-earshot-button></div><textarea></textarea>
      </main>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scene.afterwards(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return (name) => `http://127.0.0.1:${port}/?${new URLSearchParams({ name }).toString()}`;
}
