import type { ElementHandle, Page } from 'puppeteer';
import { speaksBidi } from './bidi.ts';
import { allByRoleInFirefox } from './firefox-roles.ts';
import { until } from './until.ts';

/** The roles that people and tests find our things by. */
export type Role =
  | 'alertdialog'
  | 'button'
  | 'checkbox'
  | 'combobox'
  | 'heading'
  | 'link'
  | 'region'
  | 'slider'
  | 'status'
  | 'textbox';

/** The page's elements of that role (and accessible name), also in closed shadow roots. */
export async function allByRole(page: Page, role: Role, name?: string): Promise<ElementHandle[]> {
  if (speaksBidi(page.browser())) return allByRoleInFirefox(page, role, name);
  const named = name === undefined ? '' : `[name="${name.replaceAll('"', '\\"')}"]`;
  return page.$$(`::-p-aria(${named}[role="${role}"])`);
}

/** Waits for the one element of that role and name. Two of them are an error too. */
export async function byRole(
  page: Page,
  role: Role,
  name: string,
  deadlineMs = 10_000,
): Promise<ElementHandle> {
  return until(
    `there is one ${role} "${name}"`,
    async () => {
      const found = await allByRole(page, role, name);
      return found.length === 1 ? found[0] : undefined;
    },
    deadlineMs,
  );
}

/** Waits until nothing of that role and name is left. */
export async function goneByRole(page: Page, role: Role, name: string, deadlineMs = 10_000): Promise<void> {
  await until(
    `no ${role} "${name}" is left`,
    async () => (await allByRole(page, role, name)).length === 0,
    deadlineMs,
  );
}

/**
 * Waits for a button that is not greyed out and clicks it, as a hand with a mouse does: what appears under a resting
 * pointer takes no click at once, and Firefox reports no move to where the pointer is already.
 */
export async function press(page: Page, name: string, deadlineMs = 10_000): Promise<void> {
  await until(
    `button "${name}" can be clicked`,
    async () => {
      const [button, second] = await allByRole(page, 'button', name);
      if (!button || second || (await isDisabled(button))) return false;
      await button.scrollIntoView();
      const { x, y } = await button.clickablePoint();
      await page.mouse.move(x - 2, y);
      await button.click();
      return true;
    },
    deadlineMs,
  );
}

async function isDisabled(button: ElementHandle): Promise<boolean> {
  return button.evaluate((node) => node.matches(':disabled, [aria-disabled="true"]'));
}

/**
 * Puts the pointer on a button, and returns the click: it falls where the button was, also if it is gone by then, as a
 * hand's does that cannot stop any more.
 */
export async function aim(page: Page, name: string): Promise<() => Promise<void>> {
  const button = await byRole(page, 'button', name);
  const { x, y } = await button.clickablePoint();
  await page.mouse.move(x, y);
  return async () => page.mouse.click(x, y);
}

/** What an element says, without the invisible marks that keep names apart from the text around them (bidi isolates). */
export async function textOf(element: ElementHandle): Promise<string> {
  const text = await element.evaluate((node) => node.textContent ?? '');
  return text
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** What the page's status lines say. */
export async function statuses(page: Page): Promise<string[]> {
  return Promise.all((await allByRole(page, 'status')).map(textOf));
}

/** Waits until one of the page's status lines says that. */
export async function waitForStatus(page: Page, text: string, deadlineMs = 10_000): Promise<void> {
  let last: readonly string[] = [];
  try {
    await until(
      'the status is there',
      async () => {
        last = await statuses(page);
        return last.some((each) => each.includes(text));
      },
      deadlineMs,
    );
  } catch (error) {
    throw new Error(`Waited ${deadlineMs} ms for the status "${text}"; it says ${JSON.stringify(last)}`, {
      cause: error,
    });
  }
}
