import type { FirefoxPerson } from './firefox.ts';

const IMPORTS = `
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const { FileUtils } = ChromeUtils.importESModule('resource://gre/modules/FileUtils.sys.mjs');
`;

/** A newer version has been downloaded: Firefox installs it as it does by itself. Resolves when it has, or waits with it. */
export async function offerUpdate({ inFirefox }: FirefoxPerson, xpi: string): Promise<void> {
  await inFirefox(`${IMPORTS}
    const install = await AddonManager.getInstallForFile(new FileUtils.File(${JSON.stringify(xpi)}));
    await new Promise((resolve) => {
      install.addListener({ onInstallEnded: resolve, onInstallFailed: resolve, onInstallPostponed: resolve });
      install.install().catch(resolve);
    });
  `);
}

/** The version that is installed now. */
export async function installedVersion({ inFirefox }: FirefoxPerson): Promise<string> {
  return inFirefox<string>(`${IMPORTS} return (await AddonManager.getAddonByID(extension.id)).version;`);
}
