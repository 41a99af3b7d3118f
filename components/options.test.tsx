import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MicrophoneTroubleCode } from '../lib/call/outcome.ts';
import { useEnglish } from './testing/english.ts';
import { SERVER } from './testing/views.ts';
import { Options, type OptionsProps } from './options.tsx';
import type { KeptServer } from './server-form.tsx';
import { clickAsPerson } from './testing/person.ts';

beforeAll(useEnglish);
afterEach(cleanup);

interface Changes extends Partial<Omit<OptionsProps, 'usual' | 'siteServers' | 'sound'>> {
  readonly usual?: Partial<OptionsProps['usual']>;
  readonly siteServers?: Partial<OptionsProps['siteServers']>;
  readonly sound?: Partial<OptionsProps['sound']>;
}

function open({ usual, siteServers, sound, ...props }: Changes = {}) {
  const did = {
    onServer: vi.fn((written: string, _accessKey: string) =>
      Promise.resolve<KeptServer | null>({ url: written.trim(), agreed: true }),
    ),
    onAgree: vi.fn(),
    onProcessing: vi.fn(),
    onMicrophone: vi.fn(),
    onLoudspeaker: vi.fn(),
    onNameDevices: vi.fn((): Promise<MicrophoneTroubleCode | null> => Promise.resolve(null)),
    onAllowMicrophone: vi.fn(),
    onTestTone: vi.fn(),
    onRingVolume: vi.fn(),
    onHearRing: vi.fn(),
    onAccessKey: vi.fn(),
    onRemove: vi.fn(),
    onAdd: vi.fn((_site: string, server: string) =>
      Promise.resolve<Added>({ url: server.trim(), agreed: true }),
    ),
    onRemoveSite: vi.fn(),
    onForget: vi.fn(() => Promise.resolve()),
  };
  render(() => (
    <Options
      usual={{
        ...did,
        serverUrl: 'http://localhost:4080',
        accessKey: 'sesame',
        managed: false,
        server: null,
        ...usual,
      }}
      siteServers={{ ...did, servers: [], ...siteServers }}
      sites={[]}
      onRemoveSite={did.onRemoveSite}
      sound={{
        ...did,
        processing: true,
        processingManaged: false,
        microphones: [HEADSET],
        loudspeakers: [],
        microphone: null,
        loudspeaker: null,
        ringVolume: 100,
        ...sound,
      }}
      onReport={() => Promise.resolve('Earshot problem report')}
      inCall={false}
      onForget={did.onForget}
      notKept={false}
      {...props}
    />
  ));
  return did;
}
type Added = KeptServer | 'no-site' | 'no-server';
const HEADSET = { id: 'm1', label: 'Headset' };
const NOT_KEPT = 'Your browser did not keep that. Try again.';
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
    open({ usual: { onServer: () => Promise.resolve(null) } });
    write('Call server', 'two words');
    write('Access key', 'open');
    await save();
    const problem = screen.getAllByRole('alert')[0];
    expect(problem?.textContent).toBe('Enter an address that starts with http:// or https://.');
    expect(field('Call server').getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(field('Call server'));
    expect([field('Call server').value, field('Access key').value]).toEqual(['two words', 'open']);
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('');
    write('Call server', 'words');
    expect(problem?.textContent).toBe('');
  });

  test('say what was not kept, and lose nothing that was written', async () => {
    open({ usual: { onServer: () => Promise.reject(new Error('no room')) } });
    write('Call server', 'calls.example.org');
    await save();
    expect((await screen.findByText(NOT_KEPT)).getAttribute('role')).toBe('alert');
    expect(field('Call server').value).toBe('calls.example.org');
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('');
  });

  test('say of a change that needs no button that it was not kept', () => {
    open({ notKept: true });
    expect(screen.getByText(NOT_KEPT).closest('[role=alert]')).not.toBeNull();
  });

  describe('ask about a call server that the person has not agreed to', () => {
    const asks = {
      usual: { onServer: () => Promise.resolve({ url: 'https://new.example.org', agreed: false }) },
    };

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
      open({
        usual: { onServer: () => Promise.resolve({ url: 'http://new.example.org', agreed: false }) },
      });
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
    const { onProcessing } = open();
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Sound processing' });
    expect(box.checked).toBe(true);
    box.click();
    expect(onProcessing.mock.calls).toEqual([[false]]);
  });

  describe('say how the call server stands', () => {
    const state = () => screen.getAllByRole('status')[1]?.textContent?.trim();

    test.each([
      ['none', /^Connected\. .*within one network/],
      ['stun', /^Connected\. .*across most networks/],
      ['turn', /^Connected\. .*across all networks/],
    ] as const)('connected, and what %s means', (relay, text) => {
      open({ usual: { server: { ...SERVER, relay } } });
      expect(state()).toMatch(text);
    });

    test('on the way to it', () => {
      open({ usual: { server: { ...SERVER, state: 'connecting', relay: null } } });
      expect(state()).toBe('Connecting to it…');
    });

    test.each([
      ['server-down', /does not answer/],
      ['access-denied', /access key/],
    ] as const)('%s', (trouble, text) => {
      open({ usual: { server: { ...SERVER, state: 'down', trouble, relay: null } } });
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

  test('says where not everything is forgotten, and can be asked again', async () => {
    const onForget = vi.fn(() => Promise.reject(new Error('refused')));
    open({ onForget });
    press('Forget everything');
    press('Forget it all');
    const text = await screen.findByText('Your browser did not forget everything. Try again.');
    expect(text.getAttribute('role')).toBe('alert');
    press('Forget it all');
    expect(onForget).toHaveBeenCalledTimes(2);
  });

  test('is not to be had in a call', () => {
    open({ inCall: true });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Forget everything' }).disabled).toBe(true);
    expect(document.body.textContent).toContain('A call is on.');
  });
});

test('what whoever manages the browser has settled is shown, cannot be changed, and no key is told', () => {
  open({ usual: { managed: true }, sound: { processingManaged: true } });
  expect(field('Call server').readOnly).toBe(true);
  expect(screen.queryByRole('textbox', { name: 'Access key' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Sound processing' }).disabled).toBe(true);
  expect(screen.getAllByText('Settled by whoever manages this browser.')).toHaveLength(2);
});

describe('sound', () => {
  const choose = (label: string, option: string) => {
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: label });
    const { value } = screen.getByRole<HTMLOptionElement>('option', { name: option });
    fireEvent.change(select, { target: { value } });
  };
  const press = (label: string) => clickAsPerson(screen.getByRole('button', { name: label }));
  const chosen = (label: string) =>
    screen.getByRole<HTMLSelectElement>('combobox', { name: label }).selectedOptions[0]?.textContent;

  test('another microphone can be chosen, and the preferred one again', () => {
    const { onMicrophone } = open({ sound: { loudspeakers: null } });
    expect(chosen('Microphone')).toBe('The one your system prefers');
    choose('Microphone', 'Headset');
    expect(onMicrophone.mock.calls).toEqual([[HEADSET]]);
  });

  test('one that was chosen and is not there is named, and said to be missing', () => {
    const { onLoudspeaker } = open({ sound: { loudspeaker: { id: 'gone', label: 'Television' } } });
    expect(chosen('Loudspeaker')).toBe('Television (not connected: the preferred one serves)');
    fireEvent.change(screen.getByRole('combobox', { name: 'Loudspeaker' }), { target: { value: '' } });
    expect(onLoudspeaker.mock.calls).toEqual([[null]]);
  });

  test('the browser is asked to name the devices where it does not', () => {
    const { onNameDevices } = open({
      sound: { microphones: null, loudspeakers: null, microphone: HEADSET },
    });
    expect(chosen('Microphone')).toBe('Headset');
    press('Show my devices');
    expect(onNameDevices).toHaveBeenCalledOnce();
  });

  test.each([
    ['microphone-not-asked', 'The question was closed without an answer.'],
    ['microphone-blocked', 'Your microphone is blocked for Earshot.'],
    [
      'microphone-blocked-by-system',
      'Your system does not let this browser use the microphone. Allow it in the system’s sound or privacy settings and try again.',
    ],
    ['microphone-absent', 'No microphone was found. Plug one in and try again.'],
    ['microphone-in-use', 'Another program keeps the microphone. Close it there and try again.'],
    ['microphone-failed', 'The microphone did not start. Unplug it, plug it in again, and try again.'],
  ] as const)('whoever asks for names reads why there are none: %s', async (code, text) => {
    const { onAllowMicrophone } = open({
      sound: { microphones: null, loudspeakers: null, onNameDevices: () => Promise.resolve(code) },
    });
    press('Show my devices');
    const said = await screen.findByText(text);
    expect(said.closest('[role=status]')).not.toBeNull();
    const way = screen.queryByRole('button', { name: 'Allow the microphone' });
    if (way) clickAsPerson(way);
    expect(onAllowMicrophone).toHaveBeenCalledTimes(code === 'microphone-blocked' ? 1 : 0);
  });

  test('a test tone can be heard, and the ring as loud as it will be', () => {
    const { onTestTone, onHearRing, onRingVolume } = open();
    press('Play a test tone');
    expect(onTestTone).toHaveBeenCalledOnce();
    fireEvent.change(screen.getByRole('slider', { name: 'Ring volume' }), { target: { value: '40' } });
    expect(onRingVolume.mock.calls).toEqual([[40]]);
    press('Hear the ring');
    expect(onHearRing).toHaveBeenCalledOnce();
  });

  test('a ring that is off says how one is told, and is not to be heard', () => {
    const { onHearRing } = open({ sound: { ringVolume: 0 } });
    expect(document.body.textContent).toContain('No ring is heard.');
    press('Hear the ring');
    expect(onHearRing).not.toHaveBeenCalled();
  });
});

describe('sites with a call server of their own', () => {
  const SERVER_OF_SITE = {
    site: 'chat.example.org',
    url: 'https://calls.example.org',
    accessKey: '',
    settled: null,
  };

  test('say which, take its access key, and go back to the usual one', () => {
    const { onAccessKey, onRemove } = open({ siteServers: { servers: [SERVER_OF_SITE] } });
    expect(screen.getByRole('listitem').textContent).toContain('chat.example.org meets at calls.example.org');
    fireEvent.change(field('Access key of calls.example.org'), { target: { value: ' sesame ' } });
    expect(onAccessKey.mock.calls).toEqual([['chat.example.org', 'sesame']]);
    clickAsPerson(screen.getByRole('button', { name: 'Remove the call server of chat.example.org' }));
    expect(onRemove.mock.calls).toEqual([['chat.example.org']]);
    expect(document.activeElement?.textContent).toBe('Sites with a call server of their own');
  });

  test('say where a policy has settled another', () => {
    open({ siteServers: { servers: [{ ...SERVER_OF_SITE, settled: 'https://managed.example.org' }] } });
    expect(screen.getByRole('listitem').textContent).toContain(
      'Not used: whoever manages this browser has settled managed.example.org.',
    );
  });

  describe('can be added', () => {
    const add = () => clickAsPerson(screen.getByRole('button', { name: 'Add' }));
    function fill(): void {
      clickAsPerson(screen.getByRole('button', { name: 'Choose one for a site' }));
      expect(document.activeElement).toBe(field('Site'));
      write('Site', 'chat.example.org');
      write('Call server of this site', 'calls.example.org');
    }

    test('with the site and its server, and another one after it', async () => {
      const { onAdd } = open();
      fill();
      add();
      await screen.findByText('Saved.');
      expect(onAdd.mock.calls).toEqual([['chat.example.org', 'calls.example.org']]);
      expect([field('Site').value, field('Call server of this site').value]).toEqual(['', '']);
      expect(screen.queryByRole('region')).toBeNull();
    });

    test.each([
      ['no-site', 'Site', 'Enter the address of the chat, such as chat.example.org.'],
      ['no-server', 'Call server of this site', 'Enter an address that starts with http:// or https://.'],
    ] as const)(
      '%s: what an address looks like is said, and nothing written is lost',
      async (why, label, text) => {
        open({ siteServers: { onAdd: () => Promise.resolve(why) } });
        fill();
        add();
        await screen.findByText(text);
        expect(document.activeElement).toBe(field(label));
        expect(field(label).getAttribute('aria-invalid')).toBe('true');
        expect(field('Site').value).toBe('chat.example.org');
      },
    );

    test('and a failure to keep it is said', async () => {
      open({ siteServers: { onAdd: () => Promise.reject(new Error('no room')) } });
      fill();
      add();
      await screen.findByText(NOT_KEPT);
    });

    test('and the person is asked about a server that they have not agreed to', async () => {
      const { onAgree } = open({
        siteServers: { onAdd: () => Promise.resolve({ url: 'https://new.example.org', agreed: false }) },
      });
      fill();
      add();
      clickAsPerson(await screen.findByRole('button', { name: 'Use it' }));
      expect(onAgree.mock.calls).toEqual([['https://new.example.org']]);
      expect(screen.queryByRole('region')).toBeNull();
    });
  });
});

describe('a problem report', () => {
  const { execCommand } = document;
  afterEach(() => (document.execCommand = execCommand));

  test('is copied on a click, and can be read first', async () => {
    const copied: string[] = [];
    document.execCommand = () => {
      const event = new Event('copy') as ClipboardEvent;
      const clipboardData = { setData: (_: string, text: string) => void copied.push(text) };
      Object.defineProperty(event, 'clipboardData', { value: clipboardData });
      window.dispatchEvent(event);
      return true;
    };
    open();
    expect(screen.queryByText('What it says')).toBeNull();
    clickAsPerson(screen.getByRole('button', { name: 'Copy a problem report' }));
    await vi.waitFor(() => expect(copied).toEqual(['Earshot problem report']));
    expect(screen.getByText('Copied.')).toBeTruthy();
    expect(screen.getByText('What it says').parentElement?.textContent).toContain('Earshot problem report');
  });
});
