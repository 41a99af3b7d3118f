import { describe, expect, test } from 'vitest';
import { isDebian, plan, isNewEnough, pleaseInstall } from './tool-plan.ts';
import type { Situation } from './tool-plan.ts';

const bareDebian: Situation = {
  missing: ['chromium', 'pulseaudio'],
  debian: true,
  root: true,
  sudo: false,
  terminal: false,
  yes: false,
};

describe('what to do about missing tools', () => {
  test('nothing is done where nothing is missing, whatever the machine', () => {
    expect(plan({ ...bareDebian, missing: [], debian: false, root: false })).toEqual({ type: 'ready' });
  });

  test('root without a terminal installs unasked, with a font for the browser', () => {
    expect(plan(bareDebian)).toEqual({
      type: 'install',
      ask: false,
      prefix: [],
      packages: ['chromium', 'fonts-dejavu-core', 'pulseaudio', 'pulseaudio-utils'],
    });
  });

  test('only what is missing is installed', () => {
    expect(plan({ ...bareDebian, missing: ['ngircd'] })).toMatchObject({ packages: ['ngircd'] });
  });

  test('what two tools need is installed once', () => {
    expect(plan({ ...bareDebian, missing: ['chromium', 'firefox'] })).toMatchObject({
      packages: ['chromium', 'fonts-dejavu-core', 'firefox-esr'],
    });
  });

  test('a person at a terminal is asked, unless they said yes already', () => {
    expect(plan({ ...bareDebian, terminal: true })).toMatchObject({ type: 'install', ask: true });
    expect(plan({ ...bareDebian, terminal: true, yes: true })).toMatchObject({ type: 'install', ask: false });
  });

  test('sudo may ask for a password at a terminal, and fails at once without one', () => {
    const person = { ...bareDebian, root: false, sudo: true };
    expect(plan({ ...person, terminal: true })).toMatchObject({ prefix: ['sudo'] });
    expect(plan(person)).toMatchObject({ prefix: ['sudo', '-n'] });
  });

  test('without the right to install it stops with the command that a person can run', () => {
    expect(plan({ ...bareDebian, root: false })).toEqual({
      type: 'stop',
      sentence:
        'Please install what is missing, then try again: apt-get install chromium fonts-dejavu-core pulseaudio pulseaudio-utils',
    });
  });

  test('on another system it stops with the names of what is missing', () => {
    expect(plan({ ...bareDebian, debian: false })).toEqual({
      type: 'stop',
      sentence:
        'Please install Chromium or Chrome for Testing (set CHROMIUM to its path) and PulseAudio (pulseaudio, pactl, pacat, parec), then try again.',
    });
  });
});

describe('the system', () => {
  test.each([
    ['Debian', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', true],
    ['a derivative', 'ID=mx\nID_LIKE="debian"\n', true],
    ['Ubuntu, whose Chromium is a snap', 'ID=ubuntu\nID_LIKE=debian\n', false],
    ['a derivative of Ubuntu', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', false],
    ['Fedora', 'ID=fedora\n', false],
    ['none that says', '', false],
  ])('%s', (_name, osRelease, expected) => {
    expect(isDebian(osRelease)).toBe(expected);
  });
});

test.each([
  ['Mozilla Firefox 153.7.0esr', true],
  ['Mozilla Firefox 142.0', true],
  ['Mozilla Firefox 140.12.0esr', false],
  ['', false],
])('a Firefox that calls itself "%s" takes the extension: %s', (version, enough) => {
  expect(isNewEnough(version)).toBe(enough);
});

test('whoever has to install Firefox reads how new it has to be', () => {
  expect(pleaseInstall(['firefox'], true)).toContain('Firefox has to be 142 or newer');
  expect(pleaseInstall(['firefox'], false)).toContain('Firefox 142 or newer');
});
