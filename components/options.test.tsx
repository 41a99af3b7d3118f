import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useEnglish } from './testing/english.ts';
import { Options, type OptionsProps } from './options.tsx';
import { clickAsPerson } from './testing/person.ts';

beforeAll(useEnglish);
afterEach(cleanup);

function open(props: Partial<OptionsProps> = {}) {
  const onServer = vi.fn((written: string, _accessKey: string) =>
    Promise.resolve<string | null>(written.trim()),
  );
  const onSoundProcessing = vi.fn();
  const saved = { serverUrl: 'http://localhost:4080', accessKey: 'sesame', soundProcessing: true };
  render(() => (
    <Options
      saved={saved}
      relay={null}
      onServer={onServer}
      onSoundProcessing={onSoundProcessing}
      {...props}
    />
  ));
  return { onServer, onSoundProcessing };
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
    expect(screen.getByRole('status').textContent).toBe('Saved.');
    write('Access key', 'other');
    expect(screen.getByRole('status').textContent).toBe('');
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
    expect(screen.getByRole('status').textContent).toBe('');
    write('Call server', 'words');
    expect(screen.getByRole('alert').textContent).toBe('');
  });

  test('keep the sound processing at once', () => {
    const { onSoundProcessing } = open();
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Sound processing' });
    expect(box.checked).toBe(true);
    box.click();
    expect(onSoundProcessing.mock.calls).toEqual([[false]]);
  });

  test.each([
    [null, /is known once a chat is open/],
    ['none', /within one network/],
    ['stun', /across most networks/],
    ['turn', /across all networks/],
  ] as const)('say what relay %s means', (relay, text) => {
    open({ relay });
    expect(screen.getByText(text)).toBeDefined();
  });
});
