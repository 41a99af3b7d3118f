/**
 * The import table of docs/architecture.md. Besides packages a room may import itself, what `may` lists,
 * and of `types` the types only. Rooms are folders of lib/, or folders of the top level.
 */
const TABLE = {
  'lib/protocol': {},
  'lib/call': { may: ['lib/protocol'] },
  'lib/sites': { may: ['lib/protocol'] },
  'lib/identity': { may: ['lib/protocol'] },
  'lib/settings': { may: ['lib/protocol'] },
  'lib/i18n': { may: ['lib/protocol'] },
  'lib/log': { may: ['lib/protocol'] },
  'lib/signaling': { may: ['lib/protocol', 'lib/identity', 'lib/log'] },
  'lib/media': { may: ['lib/protocol', 'lib/identity', 'lib/log'] },
  'lib/messaging': { may: ['lib/protocol', 'lib/call'] },
  'lib/controller': {
    may: ['lib/call', 'lib/protocol', 'lib/log'],
    types: ['lib/signaling', 'lib/media', 'lib/platform', 'lib/messaging'],
  },
  'lib/platform': { may: ['lib/messaging', 'lib/media', 'lib/i18n', 'lib/protocol', 'lib/log'] },
  components: { may: ['lib/i18n', 'lib/messaging'], types: ['lib/call'] },
  server: { may: ['lib/protocol'] },
};

// In a test anything of ours may be imported: fakes above all.
// Integration tests with a browser have a page of their own beside them; components/testing and the gallery are test matter.
const TEST = '[.]test[.]tsx?$|[.]integration[.](page|browser)[.]ts$|^components/(testing|gallery)/';
const FAKE = '^(lib|server)/.*/fake[a-z-]*[.]ts$';
const OURS = '^(lib|components|entrypoints|server|e2e|bench|[.]ci)/';

const rooms = Object.entries(TABLE).flatMap(([room, { may = [], types = [] }]) => [
  {
    name: `${room} imports only its own`,
    severity: 'error',
    from: { path: `^${room}/`, pathNot: TEST },
    to: { path: OURS, pathNot: [room, ...may, ...types].map((each) => `^${each}/`) },
  },
  ...(types.length === 0
    ? []
    : [
        {
          name: `${room} imports types only of ${types.join(', ')}`,
          severity: 'error',
          from: { path: `^${room}/`, pathNot: TEST },
          to: { path: types.map((each) => `^${each}/`), preCompilationOnly: false },
        },
      ]),
]);

export default {
  forbidden: [
    ...rooms,
    {
      name: 'entrypoints never import each other',
      severity: 'error',
      from: { path: '^entrypoints/([^/]+)/' },
      to: { path: '^entrypoints/', pathNot: '^entrypoints/$1/' },
    },
    {
      name: 'entrypoints import lib and components only',
      severity: 'error',
      from: { path: '^entrypoints/', pathNot: TEST },
      to: { path: '^(server|e2e|bench|[.]ci)/' },
    },
    {
      name: 'nothing imports entrypoints',
      severity: 'error',
      from: { pathNot: '^entrypoints/' },
      to: { path: '^entrypoints/' },
    },
    { name: 'no circles', severity: 'error', from: { pathNot: TEST }, to: { circular: true } },
    { name: 'every import is found', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'only tests import fakes',
      severity: 'error',
      from: { path: '^(lib|components|entrypoints|server)/', pathNot: [TEST, FAKE, '^server/testing/'] },
      to: { path: FAKE },
    },
    {
      name: 'the server runs with its own few packages',
      severity: 'error',
      from: { path: '^(server|lib/protocol)/', pathNot: [TEST, '^server/testing/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The Lounge's starter runs with that folder's own packages, which are installed on demand.
    exclude: { path: '^([.]output|[.]wxt|e2e/[.]cache|e2e/sites/the-lounge)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count too, and are told apart.
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
