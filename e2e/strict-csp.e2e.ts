import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElementHandle } from 'puppeteer';
import { expect } from 'vitest';
import { callFrom, promptFrom } from './rig/calls.ts';
import type { Person } from './rig/person.ts';
import { byRole, press, waitForStatus } from './rig/roles.ts';
import { test } from './rig/scene.ts';

/** Allows a page nothing at all: no style, no script, no HTML out of strings, no microphone. */
const STRICT = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'none'; script-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'Permissions-Policy': 'microphone=()',
};

/** What makes it look as intended, of every element in a closed root. */
const PROPERTIES = [
  ...[
    'background-color',
    'border-radius',
    'box-shadow',
    'color',
    'display',
    'font-size',
    'font-weight',
    'gap',
  ],
  ...[
    'height',
    'justify-content',
    'max-width',
    'min-height',
    'padding-left',
    'padding-top',
    'position',
    'width',
  ],
];

test(
  'on a page that forbids every style and script, button and prompt look as they do anywhere',
  {
    tags: ['each-browser'],
  },
  async ({ scene }) => {
    const server = await scene.callServer();
    const [ada, bob] = await scene.people(server, { name: 'Ada' }, { name: 'Bob' });
    const chat = await startChat();
    scene.afterwards(chat.close);
    const looks = [];
    for (const how of ['lax', 'strict'] as const) {
      const [adas, bobs] = await Promise.all([
        ada!.openPage(chat.url(how, ada!)),
        bob!.openPage(chat.url(how, bob!)),
      ]);
      const button = await lookOf(await byRole(bobs, 'button', 'Audio chat'));
      await callFrom(adas);
      await promptFrom(bobs, 'Ada');
      const prompt = await lookOf(await byRole(bobs, 'alertdialog', 'Incoming audio call'));
      looks.push({ button, prompt });
      await bob!.picture(bobs, `csp-${how}-${bob!.browserName}`);
      await press(bobs, 'Refuse');
      await waitForStatus(adas, 'Bob refused.');
      await Promise.all([adas.close(), bobs.close()]);
    }
    const [lax, strict] = looks;
    expect(strict).toEqual(lax);
    // and that is how it is meant: a card over the page, and a green and a quiet button in it
    const styled = (name: string) => strict?.prompt.find((each) => each.says === name)?.style;
    expect(styled('Accept')?.['background-color']).toBe('rgb(19, 122, 74)');
    expect(styled('Accept')?.['border-radius']).not.toBe('0px');
    expect(styled('Accept')?.['background-color']).not.toBe(styled('Refuse')?.['background-color']);
    expect(strict?.prompt[0]?.style['box-shadow']).not.toBe('none');
  },
);

interface Look {
  readonly says: string;
  readonly style: Readonly<Record<string, string>>;
}

/** The computed style of an element and of everything in it. */
async function lookOf(element: ElementHandle): Promise<Look[]> {
  return element.evaluate(
    (node, properties) =>
      [node, ...node.querySelectorAll('*')].map((each) => {
        const computed = getComputedStyle(each);
        const style = Object.fromEntries(properties.map((name) => [name, computed.getPropertyValue(name)]));
        return { says: (each.textContent ?? '').trim(), style };
      }),
    PROPERTIES,
  );
}

/** A chat page that describes itself, for two people, with and without the strict headers. */
async function startChat() {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.writeHead(200, { 'Content-Type': 'text/html', ...(url.pathname === '/strict' && STRICT) });
    const me = url.searchParams.get('me') === 'Bob' ? 'Bob' : 'Ada';
    response.end(`<!doctype html><title>Chat</title>
      <main data-earshot-conversation="tea" data-earshot-me="${me}"><div data-earshot-button></div></main>`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: (how: 'lax' | 'strict', { name }: Person) => `http://127.0.0.1:${port}/${how}?me=${name}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
