/** Whether this build is Firefox's: known when it is built, so that neither build carries what only the other runs. */
export const IN_FIREFOX = import.meta.env.BROWSER === 'firefox';
