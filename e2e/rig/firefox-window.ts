import type { FirefoxPerson } from './firefox.ts';
import { until } from './until.ts';

/** Finds the browser window that shows one of the extension's pages, as Firefox's own code sees it. */
const showing = (page: string, name: string) => `
  const ${name} = [...Services.wm.getEnumerator('navigator:browser')]
    .find((each) => each.gBrowser.currentURI.spec.endsWith('/${page}'));
`;
const CALL_WINDOW = showing('call.html', 'callWindow');

/** Closes the call window as a click on its X does. */
export async function closeCallWindow(person: FirefoxPerson): Promise<void> {
  await person.inFirefox(`${CALL_WINDOW}
    // not within this command, which would wait for whatever the page asks first
    setTimeout(() => callWindow.document.getElementById('cmd_closeWindow').doCommand(), 0);
  `);
}

/** Firefox asks whether to leave the call window's page. Answers that. */
export async function answerLeaving(person: FirefoxPerson, answer: 'leave' | 'stay'): Promise<void> {
  await until('Firefox asks whether to leave', async () =>
    person.inFirefox<boolean>(`${CALL_WINDOW}
      const [asked] = callWindow.gBrowser
        .getTabDialogBox(callWindow.gBrowser.selectedBrowser).getContentDialogManager()._dialogs;
      const dialog = asked?._frame.contentDocument.getElementById('commonDialog');
      const button = dialog?.getButton('${answer === 'leave' ? 'accept' : 'cancel'}');
      if (!button || button.disabled) return false;
      button.click();
      return true;
    `),
  );
}

/** Brings another window over the call window, minimises it, or shows it again. */
export async function setCallWindow(
  person: FirefoxPerson,
  state: 'minimised' | 'behind' | 'shown',
): Promise<void> {
  const act = {
    minimised: `callWindow.minimize(); return callWindow.gBrowser.selectedBrowser.docShellIsActive === false;`,
    behind: `
      window.focus();
      return Services.focus.activeWindow === window;
    `,
    shown: `
      callWindow.restore(); callWindow.focus();
      return Services.focus.activeWindow === callWindow;
    `,
  }[state];
  await until(`the call window is ${state}`, async () => person.inFirefox<boolean>(`${CALL_WINDOW} ${act}`));
}

/** Firefox's question for the microphone, which it shows over the page that opens it. */
export interface Question {
  /** "Remember" is ticked already. */
  readonly remember: boolean;
}

/** Waits until Firefox asks for the microphone. */
export async function microphoneQuestion(person: FirefoxPerson, page = 'call.html'): Promise<Question> {
  return until('Firefox asks for the microphone', async () => {
    const asked = await person.inFirefox<Question | null>(`${showing(page, 'asking')}
      const panel = asking?.PopupNotifications.panel;
      const question = panel?.state === 'open' ? panel.firstElementChild : null;
      return question && { remember: question.checkbox.checked };
    `);
    return asked ?? undefined;
  });
}

/** Answers it by its buttons. */
export async function answerQuestion(
  person: FirefoxPerson,
  answer: 'allow' | 'block',
  { remember }: Question,
  page = 'call.html',
): Promise<void> {
  await microphoneQuestion(person, page);
  await person.inFirefox(`${showing(page, 'asking')}
    const question = asking.PopupNotifications.panel.firstElementChild;
    question.checkbox.checked = ${remember};
    question.${answer === 'allow' ? 'button' : 'secondaryButton'}.click();
  `);
}

/** Takes the microphone back as the person does by the icon beside the address, or by Firefox's sign that it is open. */
export async function takeMicrophoneBack(person: FirefoxPerson): Promise<void> {
  await person.inFirefox(`
    const { webrtcUI } = ChromeUtils.importESModule('resource:///modules/webrtcUI.sys.mjs');
    webrtcUI.stopSharingStreams(webrtcUI.getActiveStreams(false, true, false), false, true);
  `);
}
