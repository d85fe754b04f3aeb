const { join } = require('node:path');

/** @param {string[]} names */
function npm(...names) {
  return `node_modules/(@types/)?(${names.join('|')})/`;
}

const coreLibraries = npm(
  'papaparse',
  'graphology',
  'graphology-communities-louvain',
  'graphology-types',
  'd3-force',
  'wink-lemmatizer',
);
const engineRuntimes = npm('@mlc-ai/web-llm', '@wllama/wllama');
const hashes = npm('@noble/hashes');
const zipLibrary = npm('@zip.js/zip.js');
const encoderRuntimes = npm(
  '@tensorflow/[^/]+',
  '@tensorflow-models/[^/]+',
  '@huggingface/transformers',
  'onnxruntime-web',
);
const containers = npm('fflate', 'fzstd', 'hash-wasm', '@zip\\.js/zip\\.js', 'hyparquet', 'hyparquet-[^/]+');
const comlink = npm('comlink');
const languages = npm('eld');
const svelte = npm('svelte');
const d3 = npm('d3', 'd3-[^/]+');
const kernel = '^virtual:near-pair-kernel$';
const sqlite = npm('@sqlite.org/sqlite-wasm');
const contracts = '^workers/contracts/';
const model = '^src/core/model/';
// Vite turns such an import into the file's address; no code comes with it.
const fileAddress = '[?]url$';
const version = '^package\\.json$';

/** Who may import whom; everything else is an error. DESIGN.md explains it. */
const allowed = [
  ['core', '^src/core/', ['^src/core/', coreLibraries]],
  ['endpoints', '^src/endpoints/', ['^src/(core|endpoints)/', contracts]],
  [
    'taggers',
    '^src/taggers/',
    ['^src/(core|endpoints|taggers|embedders)/', contracts, engineRuntimes, hashes, fileAddress],
  ],
  ['embedders', '^src/embedders/', ['^src/(core|endpoints|taggers|embedders)/', contracts, encoderRuntimes]],
  ['kernels', '^src/kernels/', ['^src/(core|kernels)/', kernel]],
  ['search', '^src/search/', ['^src/(core|search)/', contracts, sqlite, fileAddress]],
  ['files', '^src/files/', ['^src/(core|files)/', contracts, containers]],
  ['contracts', contracts, ['^src/core/', contracts]],
  [
    'workers',
    '^workers/(?!contracts/)',
    [
      '^src/(core|files|taggers|embedders|kernels|search)/',
      '^workers/',
      comlink,
      hashes,
      zipLibrary,
      languages,
      fileAddress,
    ],
  ],
  ['store', '^src/store/', ['^src/(core|store)/', npm('dexie')]],
  [
    'services',
    '^src/services/',
    ['^src/(core|endpoints|taggers|embedders|store|services)/', contracts, version, comlink],
  ],
  ['state', '^src/state/', ['^src/(core|store|services|state)/', contracts, version, svelte]],
  ['views', '^src/views/', ['^src/views/', model, contracts, d3]],
  ['ui', '^src/ui/', ['^src/(core|state|views|ui)/', contracts, svelte]],
  ['main', '^src/main\\.ts$', ['^src/(core|store|services|state|ui)/', svelte]],
];

const walls = allowed.map(([name, from, to]) => ({
  name: `${name}-imports`,
  comment: `What ${name} may import is listed in .dependency-cruiser.cjs and explained in DESIGN.md.`,
  severity: 'error',
  from: { path: from },
  to: { pathNot: to },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...walls,
    {
      name: 'contracts-types-only',
      comment: 'A contract holds types; code in it would end up on both sides of the border.',
      severity: 'error',
      from: {},
      to: { path: contracts, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-core-types-only',
      comment:
        'Components show what state gives them; of core they use the common words in core/model, no computation.',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/core/', pathNot: model, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'state-watches-the-store',
      comment: 'State reads the store through watch only; services write it.',
      severity: 'error',
      from: { path: '^src/state/' },
      to: { path: '^src/store/', pathNot: '^src/store/watch', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'comlink-in-one-file',
      comment: 'Only the worker host wraps workers: it carries errors, notices dead workers and cancels.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/services/worker-host\\.ts$' },
      to: { path: comlink },
    },
    {
      name: 'runtimes-only-in-workers',
      comment:
        'Model runtimes and what unpacks files weigh much and block: the page must not reach them, however far away. So services and state use those adapters and settings alone that need no worker.',
      severity: 'error',
      from: { path: '^src/(main\\.ts$|services/|state/|ui/)' },
      to: { path: [engineRuntimes, encoderRuntimes, sqlite, '^src/files/'], reachable: true },
    },
    {
      name: 'taggers-apart',
      comment:
        'A tagger can be changed or removed without looking at the others; what several need is in common.',
      severity: 'error',
      from: { path: '^src/taggers/([^/]+)/' },
      to: { path: '^src/taggers/[^/]+/', pathNot: ['^src/taggers/$1/', '^src/taggers/common/'] },
    },
    {
      name: 'build-is-apart',
      comment: 'src/build runs in Node and is no part of the page.',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: '^src/build/' },
      to: { path: '^src/build/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'Import the file itself; only core/model has an index.',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { path: '^(src|workers)/.*/index\\.ts$', pathNot: '^src/core/model/index\\.ts$' },
    },
    {
      name: 'listed-packages-only',
      comment: 'A package that package.json does not list may vanish with the next update.',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: '^src/build/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        // svelte is compiled away, and the parts of d3 come with d3, which is listed.
        pathNot: [svelte, d3, kernel, '@types/'],
      },
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: [fileAddress, kernel] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['browser', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
