import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useEnglish } from './testing/english.ts';
import { SERVER } from './testing/views.ts';
import { type KeptServer, Options, type OptionsProps } from './options.tsx';
import { clickAsPerson } from './testing/person.ts';

beforeAll(useEnglish);
afterEach(cleanup);

function open(props: Partial<OptionsProps> = {}) {
  const onServer = vi.fn((written: string, _accessKey: string) =>
    Promise.resolve<KeptServer | null>({ url: written.trim(), agreed: true }),
  );
  const onAgree = vi.fn();
  const onSoundProcessing = vi.fn();
  const onRemoveSite = vi.fn();
  const onForget = vi.fn();
  const saved = { serverUrl: 'http://localhost:4080', accessKey: 'sesame', soundProcessing: true };
  render(() => (
    <Options
      saved={saved}
      managed={{ server: false, soundProcessing: false }}
      server={null}
      onServer={onServer}
      onAgree={onAgree}
      onSoundProcessing={onSoundProcessing}
      sites={[]}
      onRemoveSite={onRemoveSite}
      inCall={false}
      onForget={onForget}
      {...props}
    />
  ));
  return { onServer, onAgree, onSoundProcessing, onRemoveSite, onForget };
}
const field = (label: string) => screen.getByRole<HTMLInputElement>('textbox', { name: label });
const write = (label: string, value: string) => fireEvent.input(field(label), { target: { value } });
async function save(): Promise<void> {
  clickAsPerson(screen.getByRole('button', { name: 'Save' }));
  await Promise.resolve();
}

describe('the options', () => {
  test('show what is kept', () => {
    open();
    expect(field('Call server').value).toBe('http://localhost:4080');
    expect(field('Access key').value).toBe('sesame');
  });

  test('keep address and key together, and show the address as it is dialled', async () => {
    const { onServer } = open();
    write('Call server', ' https://calls.example.org ');
    write('Access key', 'open');
    await save();
    expect(onServer.mock.calls).toEqual([[' https://calls.example.org ', 'open']]);
    expect(field('Call server').value).toBe('https://calls.example.org');
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('Saved.');
    write('Access key', 'other');
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('');
  });

  test('say what an address looks like, and lose nothing that was written', async () => {
    open({ onServer: () => Promise.resolve(null) });
    write('Call server', 'two words');
    write('Access key', 'open');
    await save();
    expect(screen.getByRole('alert').textContent).toBe(
      'Enter an address that starts with http:// or https://.',
    );
    expect(field('Call server').getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(field('Call server'));
    expect([field('Call server').value, field('Access key').value]).toEqual(['two words', 'open']);
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('');
    write('Call server', 'words');
    expect(screen.getByRole('alert').textContent).toBe('');
  });

  describe('ask about a call server that the person has not agreed to', () => {
    const asks = { onServer: () => Promise.resolve({ url: 'https://new.example.org', agreed: false }) };

    test('and say what it learns and what not', async () => {
      const { onAgree } = open(asks);
      await save();
      const card = screen.getByRole('region');
      expect(card.querySelector('h2')?.textContent).toBe('Use the call server new.example.org?');
      expect(card.textContent).toMatch(/the name you have here.*none of your messages/);
      clickAsPerson(screen.getByRole('button', { name: 'Use it' }));
      expect(onAgree.mock.calls).toEqual([['https://new.example.org']]);
      expect(screen.queryByRole('region')).toBeNull();
    });

    test('and warn of one that is not encrypted', async () => {
      open({ onServer: () => Promise.resolve({ url: 'http://new.example.org', agreed: false }) });
      await save();
      expect(screen.getByText(/Nothing on the way to it is encrypted/)).toBeDefined();
      expect(screen.getByRole('button', { name: 'Use it unencrypted' })).toBeDefined();
    });

    test('but not any more after "Not now", or when something else is written', async () => {
      const { onAgree } = open(asks);
      await save();
      clickAsPerson(screen.getByRole('button', { name: 'Not now' }));
      expect(screen.queryByRole('region')).toBeNull();
      await save();
      write('Call server', 'other');
      expect(screen.queryByRole('region')).toBeNull();
      expect(onAgree).not.toHaveBeenCalled();
    });
  });

  test('keep the sound processing at once', () => {
    const { onSoundProcessing } = open();
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Sound processing' });
    expect(box.checked).toBe(true);
    box.click();
    expect(onSoundProcessing.mock.calls).toEqual([[false]]);
  });

  describe('say how the call server stands', () => {
    const state = () => screen.getAllByRole('status').at(-1)?.textContent?.trim();

    test.each([
      ['none', /^Connected\. .*within one network/],
      ['stun', /^Connected\. .*across most networks/],
      ['turn', /^Connected\. .*across all networks/],
    ] as const)('connected, and what %s means', (relay, text) => {
      open({ server: { ...SERVER, relay } });
      expect(state()).toMatch(text);
    });

    test('on the way to it', () => {
      open({ server: { ...SERVER, state: 'connecting', relay: null } });
      expect(state()).toBe('Connecting to it…');
    });

    test.each([
      ['server-down', /does not answer/],
      ['access-denied', /access key/],
    ] as const)('%s', (trouble, text) => {
      open({ server: { ...SERVER, state: 'down', trouble, relay: null } });
      expect(state()).toMatch(text);
    });

    test('nothing of one that may not be dialled', () => {
      open();
      expect(state()).toBe('');
    });
  });
});

describe('the sites', () => {
  test('say how one is permitted while there is none', () => {
    open();
    expect(screen.getByRole('heading', { name: 'Sites' }).parentElement?.textContent).toContain(
      'None so far.',
    );
    expect(screen.queryAllByRole('listitem')).toEqual([]);
  });

  test('are listed, and can be taken back; the focus stays among them', () => {
    const sites = [{ pattern: 'https://chat.example.org/*', name: 'chat.example.org' }];
    const { onRemoveSite } = open({ sites });
    clickAsPerson(screen.getByRole('button', { name: 'Remove chat.example.org' }));
    expect(onRemoveSite.mock.calls).toEqual([['https://chat.example.org/*']]);
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Sites' }));
  });
});

describe('"Forget everything"', () => {
  const press = (label: string) => clickAsPerson(screen.getByRole('button', { name: label }));
  const focused = () => document.activeElement?.textContent;

  test('asks once more, and the focus goes along', () => {
    const { onForget } = open();
    press('Forget everything');
    expect(onForget).not.toHaveBeenCalled();
    expect(focused()).toBe('Forget it all');
    press('Not now');
    expect(focused()).toBe('Forget everything');
    press('Forget everything');
    press('Forget it all');
    expect(onForget).toHaveBeenCalledOnce();
  });

  test('is not to be had in a call', () => {
    open({ inCall: true });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Forget everything' }).disabled).toBe(true);
    expect(document.body.textContent).toContain('A call is on.');
  });
});

test('what whoever manages the browser has settled is shown, cannot be changed, and no key is told', () => {
  open({ managed: { server: true, soundProcessing: true } });
  expect(field('Call server').readOnly).toBe(true);
  expect(screen.queryByRole('textbox', { name: 'Access key' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Sound processing' }).disabled).toBe(true);
  expect(screen.getAllByText('Settled by whoever manages this browser.')).toHaveLength(2);
});
