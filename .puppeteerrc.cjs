// The browser is the system's own (found or installed by .ci/tools.ts): a download must not break an install.
module.exports = { skipDownload: true };
