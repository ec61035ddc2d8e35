/** Who may see whom: the floor plan of docs/architecture.md, run by `npm run boundaries`. Change it only with an ADR. */
const FLOOR_PLAN = {
  people: [],
  stickers: [],
  files: ['people'],
  avatars: ['people', 'files'],
  devices: ['people'],
  notifications: ['people', 'devices'],
  access: ['people', 'notifications'],
  schedules: ['people'],
  policies: ['people', 'schedules'],
  alerts: ['people', 'policies'],
  webhooks: ['alerts', 'people'],
  escalation: ['alerts', 'policies', 'schedules', 'people', 'devices', 'notifications'],
  incidents: ['escalation', 'alerts', 'people', 'notifications', 'stickers', 'files'],
  search: ['incidents', 'escalation', 'alerts', 'people'],
  timeline: ['people'],
  stats: ['alerts', 'escalation', 'incidents', 'people'],
  duty: ['schedules', 'policies', 'alerts', 'escalation', 'incidents', 'notifications', 'devices', 'people'],
  scim: ['people', 'access', 'devices', 'policies', 'notifications'],
  operations: ['escalation', 'alerts', 'webhooks', 'notifications', 'people'],
};
const EVERYTHING_BUT_STATS = Object.keys(FLOOR_PLAN).filter((name) => name !== 'stats');
FLOOR_PLAN.provisioning = EVERYTHING_BUT_STATS;

const SPEC = '\\.(spec|e2e-spec)\\.ts$';
const FOR_SPECS = [SPEC, '/simulator/', '/testing/'];
const DOOR = '^src/modules/[^/]+/index\\.ts$';
/** What a module declares about itself; the documents and clients are generated from it without starting anything. */
const DECLARATIONS = '^src/modules/[^/]+/[^/]+\\.(operations|dto)\\.ts$';
const ROOT = '^src/([^/]+\\.ts|cli/.*|plugins/plugins\\.ts)$';
const FRAMEWORKS = 'node_modules/(@nestjs|typeorm|fastify|@fastify|pg|rxjs|reflect-metadata|@grpc)/';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'Two files that need each other are one, or need a third.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'everything-is-found',
      'An import that leads nowhere, or to a package that package.json does not name.',
      {},
      // Benches drive what was built; in a fresh clone it is not there yet.
      { couldNotResolve: true, pathNot: '/dist/' },
    ),
    rule(
      'no-dev-packages-at-run-time',
      'It is not there in production: move it to dependencies.',
      { path: '^src/', pathNot: FOR_SPECS },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),

    rule(
      'kit-stands-alone',
      'The kit is the bottom of the house.',
      { path: '^src/plugins/kit/' },
      { path: '^(src|test)/', pathNot: '^src/plugins/kit/' },
    ),
    rule(
      'kit-is-framework-free',
      'The kit imports zod and nothing else.',
      { path: '^src/plugins/kit/', pathNot: FOR_SPECS },
      { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    ),
    rule(
      'plugins-see-only-the-kit',
      'Need something more from the house? Widen NotifierHost or Delivery in the kit, with an ADR.',
      { path: '^src/plugins/(?!kit/)([^/]+)/([^/]+)/' },
      { path: '^(src|test)/', pathNot: ['^src/plugins/kit/', '^src/plugins/$1/$2/'] },
    ),
    rule(
      'plugins-are-framework-free',
      'The house acts, plugins compute.',
      { path: '^src/plugins/' },
      { path: FRAMEWORKS },
    ),

    rule(
      'platform-knows-no-business',
      'The platform has no business words.',
      { path: '^src/platform/', pathNot: SPEC },
      { path: '^(src|test)/', pathNot: ['^src/platform/', '^src/plugins/kit/'] },
    ),
    rule(
      'modules-see-no-plugin',
      'Ask PluginRegistry.',
      { path: '^src/modules/', pathNot: SPEC },
      { path: '^src/plugins/', pathNot: '^src/plugins/kit/' },
    ),
    rule(
      'modules-enter-by-the-door',
      'Import ../<module>/index.js, or export what you need from it.',
      { path: '^src/modules/([^/]+)/', pathNot: DECLARATIONS },
      { path: '^src/modules/', pathNot: ['^src/modules/$1/', DOOR] },
    ),
    rule(
      'declarations-see-declarations',
      'A shape may use the shape of another module: ../<module>/<name>.dto.js. Its door would bring the whole module along.',
      { path: '^src/modules/([^/]+)/[^/]+\\.(operations|dto)\\.ts$' },
      { path: '^src/modules/', pathNot: ['^src/modules/$1/', DECLARATIONS] },
    ),
    rule(
      'the-root-enters-by-the-door',
      'The root knows every module by its index.ts and by what it declares (operations, dto).',
      { path: ROOT },
      { path: '^src/modules/', pathNot: [DOOR, DECLARATIONS] },
    ),
    rule(
      'only-the-root-sees-everything',
      'Nothing below the root looks up to it.',
      { path: '^src/(modules|platform|plugins)/', pathNot: [SPEC, '^src/plugins/plugins\\.ts$'] },
      { path: ROOT },
    ),
    rule(
      'the-command-line-starts-at-once',
      'It is a client: what it imports may lead to no framework of the server (operations, dto and wire do not).',
      { path: '^src/cli/', pathNot: SPEC },
      { path: 'node_modules/(@nestjs|typeorm|fastify|@fastify|pg)/', reachable: true },
    ),

    ...Object.entries(FLOOR_PLAN).map(([module, allowed]) =>
      rule(
        `floor-plan-${module}`,
        `${module} may see: ${allowed.join(', ') || 'no other module'}.`,
        { path: `^src/modules/${module}/` },
        { path: '^src/modules/', pathNot: `^src/modules/(${[module, ...allowed].join('|')})/` },
      ),
    ),
    rule(
      'floor-plan-unknown-module',
      'A new module needs a line in the floor plan.',
      { path: `^src/modules/(?!(${Object.keys(FLOOR_PLAN).join('|')})/)([^/]+)/` },
      { path: '^src/', pathNot: '^src/modules/$2/' },
    ),

    rule(
      'rules-are-pure',
      'Rules compute from arguments: no framework, no clock, no database, nothing of the machine.',
      { path: '\\.rules\\.ts$' },
      {
        path: [
          FRAMEWORKS,
          '^src/platform/(clock|database|config|http|events|observability)/',
          '\\.(service|engine|sender|queries|controller|module|entity)\\.ts$',
        ],
        // Text that PostgreSQL can hold: computing, although it lies beside the database.
        pathNot: '^src/platform/database/storable\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'rules-touch-no-machine',
      'Rules compute from arguments; node:crypto for hashes is computing.',
      { path: '\\.rules\\.ts$' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|assert)$' },
    ),
    rule(
      'entities-hold-state',
      'An entity guards its own transitions; it injects nothing and knows no DTO.',
      { path: '\\.entity\\.ts$' },
      {
        path: [
          '\\.(service|engine|sender|queries|controller|module|dto)\\.ts$',
          'node_modules/(@nestjs/(?!typeorm)|fastify|@grpc|pg)/',
        ],
      },
    ),
    rule(
      'services-know-no-wire',
      'Two controllers translate; a service is called by both.',
      { path: '\\.(service|queries|engine)\\.ts$' },
      {
        path: [
          'node_modules/(fastify|@fastify|@grpc|@nestjs/(platform-fastify|microservices))/',
          '\\.controller\\.ts$',
        ],
      },
    ),
    rule(
      'dto-have-no-behaviour',
      'Inputs and views only.',
      { path: '\\.dto\\.ts$' },
      { path: [FRAMEWORKS, '\\.(service|engine|sender|queries|controller|module)\\.ts$'] },
    ),

    rule(
      'nobody-imports-tests',
      'What is needed by both lives in src.',
      { path: '^src/', pathNot: FOR_SPECS },
      { path: ['^test/', SPEC] },
    ),
    rule(
      'testing-is-for-specs',
      'Contract suites and naive models are for specs.',
      { path: '^src/', pathNot: FOR_SPECS },
      { path: '^src/.*/testing/' },
    ),
    rule(
      'simulators-are-for-specs',
      'A simulator plays the other side; nothing that runs in production imports it.',
      { path: '^src/', pathNot: FOR_SPECS },
      { path: '/simulator/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Packages that say by `exports` where their parts are.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(frontend-angular|mobile-ionic|dist)/' },
  },
};
