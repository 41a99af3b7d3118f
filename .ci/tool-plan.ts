/** What the commands need besides Node's own packages. */
export type Tool = 'chromium' | 'firefox' | 'pulseaudio' | 'ngircd' | 'network' | 'openssl' | 'screen';

interface Need {
  /** Each of these must be found; of several names the first found one is taken. */
  readonly commands: readonly (readonly string[])[];
  /** Debian's packages. A browser alone has no font, and its pages would show no letters. */
  readonly packages: readonly string[];
  /** For the sentence on systems where we install nothing. */
  readonly inWords: string;
  /** What else to know on Debian. */
  readonly onDebian?: string;
}

/** The extension's `strict_min_version`. */
const OLDEST_FIREFOX = 142;

/** Whether what `firefox --version` says is a version that takes the extension. */
export function isNewEnough(firefoxVersion: string): boolean {
  return Number(/Firefox (\d+)/.exec(firefoxVersion)?.[1]) >= OLDEST_FIREFOX;
}

export const NEEDS: Readonly<Record<Tool, Need>> = {
  chromium: {
    // Branded Chrome (137 and newer) refuses to load an extension from a folder.
    commands: [
      [
        'chromium',
        'chromium-browser',
        'google-chrome-for-testing',
        'chrome-for-testing',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      ],
    ],
    packages: ['chromium', 'fonts-dejavu-core'],
    inWords: 'Chromium or Chrome for Testing (set CHROMIUM to its path)',
  },
  firefox: {
    commands: [['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']],
    packages: ['firefox-esr', 'fonts-dejavu-core'],
    inWords: `Firefox ${OLDEST_FIREFOX} or newer (set FIREFOX_PATH to its path)`,
    onDebian: `Firefox has to be ${OLDEST_FIREFOX} or newer, as in Debian's security updates`,
  },
  pulseaudio: {
    commands: [['pulseaudio'], ['pactl'], ['pacat'], ['parec']],
    packages: ['pulseaudio', 'pulseaudio-utils'],
    inWords: 'PulseAudio (pulseaudio, pactl, pacat, parec)',
  },
  ngircd: { commands: [['ngircd']], packages: ['ngircd'], inWords: 'ngircd' },
  openssl: { commands: [['openssl']], packages: ['openssl'], inWords: 'OpenSSL (openssl)' },
  network: {
    commands: [['ip'], ['nft']],
    packages: ['iproute2', 'nftables'],
    inWords: 'iproute2 and nftables (ip, nft; they exist on Linux only)',
  },
  screen: { commands: [['Xvfb'], ['xdotool']], packages: ['xvfb', 'xdotool'], inWords: 'Xvfb and xdotool' },
};

/** What is known of this machine and of who is asking. */
export interface Situation {
  readonly missing: readonly Tool[];
  /** Debian itself or a derivative that has Chromium as a package. */
  readonly debian: boolean;
  readonly root: boolean;
  readonly sudo: boolean;
  /** A person sits at a terminal and can be asked. */
  readonly terminal: boolean;
  /** `--yes`, or a CI machine. */
  readonly yes: boolean;
}

export type Plan =
  | { readonly type: 'ready' }
  /** `ask`: only after the person has agreed. `prefix`: what goes before apt-get. */
  | {
      readonly type: 'install';
      readonly ask: boolean;
      readonly prefix: readonly string[];
      readonly packages: readonly string[];
    }
  | { readonly type: 'stop'; readonly sentence: string };

/** The sentence for a machine on which a person has to install something. */
export function pleaseInstall(missing: readonly Tool[], debian: boolean): string {
  return debian
    ? [
        `Please install what is missing, then try again: apt-get install ${packagesOf(missing).join(' ')}`,
        ...missing.flatMap((tool) => NEEDS[tool].onDebian ?? []),
      ].join('. ')
    : `Please install ${missing.map((tool) => NEEDS[tool].inWords).join(' and ')}, then try again.`;
}

/** Debian's packages of these tools, each once. */
function packagesOf(tools: readonly Tool[]): string[] {
  return [...new Set(tools.flatMap((tool) => NEEDS[tool].packages))];
}

/** What to do about missing tools. */
export function plan(situation: Situation): Plan {
  const { missing, debian, root, sudo, terminal, yes } = situation;
  if (missing.length === 0) return { type: 'ready' };
  if (!debian || !(root || sudo)) return { type: 'stop', sentence: pleaseInstall(missing, debian) };
  const ask = terminal && !yes;
  // Without a terminal nobody could type the password: sudo shall fail at once instead of waiting.
  const prefix = root ? [] : terminal ? ['sudo'] : ['sudo', '-n'];
  return { type: 'install', ask, prefix, packages: packagesOf(missing) };
}

/** Whether `/etc/os-release` (os-release(5)) is of Debian or a derivative. Ubuntu's Chromium is a snap, which cannot be driven from here. */
export function isDebian(osRelease: string): boolean {
  const ids = new Set(
    [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap((match) => (match[1] ?? '').split(' ')),
  );
  return ids.has('debian') && !ids.has('ubuntu');
}
