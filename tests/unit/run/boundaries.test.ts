import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tagscape-boundaries-'));

afterAll(() => rmSync(folder, { recursive: true }));

interface CruiseReport {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const allowedFiles = {
  'src/core/model/index.ts': "export { one } from './one.ts';",
  'src/core/model/one.ts': 'export const one = 1; export interface One { readonly value: number }',
  'src/core/graph/count.ts': 'export const count = 1;',
  'src/store/records.ts': "import { one } from '../core/model/index.ts'; export const records = one;",
  'src/taggers/common/shared.ts': 'export const shared = 1;',
  'src/taggers/first/engine.ts':
    "import { shared } from '../common/shared.ts'; export const engine = shared;",
  'src/views/bars.ts': 'export const bars = 1;',
  'src/ui/row.ts': 'export const row = 1;',
  'workers/contracts/count-api.ts':
    'export interface CountApi { readonly count: number } export const leak = 1;',
};

const plantedFiles = {
  'src/core/reads-files.ts': "import { readFileSync } from 'node:fs'; export const read = readFileSync;",
  'src/core/knows-the-screen.ts': "import { row } from '../ui/row.ts'; export const shown = row;",
  'src/core/first.ts': "import { second } from './second.ts'; export const first = () => second;",
  'src/core/second.ts': "import { first } from './first.ts'; export const second = () => first;",
  'src/views/index.ts': "export { bars } from './bars.ts';",
  'src/views/uses-barrel.ts': "import { bars } from './index.ts'; export const again = bars;",
  'src/services/runs-contract.ts':
    "import { leak } from '../../workers/contracts/count-api.ts'; export const run = leak;",
  'src/state/writes.ts': "import { records } from '../store/records.ts'; export const state = records;",
  'src/taggers/second/borrows.ts':
    "import { engine } from '../first/engine.ts'; export const borrowed = engine;",
  'src/ui/Panel.svelte': '<script lang="ts">import { count } from "../core/graph/count.ts";</script>{count}',
  'src/ui/lost.ts': "import { gone } from './gone.ts'; export const lost = gone;",
  'workers/writes.worker.ts':
    "import { records } from '../src/store/records.ts'; export const worker = records;",
};

test('every planted breach of the boundaries is found, and nothing else', () => {
  writeFiles({ ...allowedFiles, ...plantedFiles });
  // The folder has no node_modules, so what the compiled component imports from Svelte cannot be found.
  const violations = cruise().summary.violations.filter(({ to }) => !to.startsWith('svelte/'));
  const breaches = violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  expect([...new Set(breaches)].sort()).toEqual([
    'src/core/first.ts: no-cycles',
    'src/core/knows-the-screen.ts: core-imports',
    'src/core/reads-files.ts: core-imports',
    'src/services/runs-contract.ts: contracts-types-only',
    'src/state/writes.ts: state-watches-the-store',
    'src/taggers/second/borrows.ts: taggers-apart',
    'src/ui/Panel.svelte: ui-core-types-only',
    'src/ui/lost.ts: resolvable',
    'src/ui/lost.ts: ui-imports',
    'src/views/uses-barrel.ts: no-barrels',
    'workers/writes.worker.ts: workers-imports',
  ]);
});

function writeFiles(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function cruise(): CruiseReport {
  const program = join(projectFolder, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(projectFolder, '.dependency-cruiser.cjs');
  const programArguments = [program, '--config', config, '--output-type', 'json', 'src', 'workers'];
  return JSON.parse(
    execFileSync(process.execPath, programArguments, { cwd: folder, encoding: 'utf8' }),
  ) as CruiseReport;
}
