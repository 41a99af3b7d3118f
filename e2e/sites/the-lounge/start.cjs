// Starts The Lounge without its update check, which asks GitHub and ends the whole server where that cannot be reached.
require('thelounge/dist/server/plugins/changelog').default.checkForUpdates = () => {};
require('thelounge/dist/server/config').default.setHome(process.env.THELOUNGE_HOME);
void require('thelounge/dist/server/server').default();
