import { LONG_SERVER, SERVER } from '../testing/views.ts';
import type { MicrophoneTrial } from '../welcome.tsx';
import { grant, siteOwners, type State, welcome } from './surfaces.tsx';

const FIREFOX = { browser: 'firefox', system: 'other' } as const;
const answers = (trial: MicrophoneTrial) => () => Promise.resolve(trial);

/** Earshot's own pages but for the popup, the call window and the options. */
export const OWN_PAGE_STATES: readonly State[] = [
  grant('asking', () => new Promise<never>(() => {})),
  grant('closed', () => Promise.resolve('closed')),
  grant('granted', () => Promise.resolve('granted')),

  siteOwners(),

  welcome('ask', {}),
  welcome('ask, Firefox', { where: FIREFOX, unpinned: true }),
  welcome('asking', { onAsk: () => new Promise<never>(() => {}) }, 'welcome_microphone_button'),
  welcome('on', {
    permission: 'granted',
    microphone: { level: () => 0.2, echo: () => {} },
    server: SERVER,
    unpinned: true,
  }),
  welcome('granted', { permission: 'granted', server: { ...SERVER, state: 'connecting' } }),
  welcome('allowed once', { wasAllowedOnce: true, server: { ...SERVER, state: 'down' } }),
  welcome('allowed once, Firefox', { wasAllowedOnce: true, where: FIREFOX, isDefaultServer: true }),
  welcome('no call server yet', { server: { ...SERVER, state: 'down' }, isDefaultServer: true }),
  welcome('a long server', { server: { ...SERVER, host: new URL(LONG_SERVER).host } }),
  welcome('blocked', { permission: 'denied' }),
  welcome('blocked, Firefox', { permission: 'denied', where: FIREFOX, onMicrophoneSettings: null }),
  ...(['mac', 'windows', 'other'] as const).map((system) =>
    welcome(
      `system, ${system}`,
      { onAsk: answers('blocked'), where: { browser: 'chrome', system } },
      'welcome_microphone_button',
    ),
  ),
  welcome('absent', { onAsk: answers('absent') }, 'welcome_microphone_button'),
  welcome('in use', { onAsk: answers('in-use') }, 'welcome_microphone_button'),
  welcome('failed', { onAsk: answers('failed') }, 'welcome_microphone_button'),
];
