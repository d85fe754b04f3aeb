import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBuildFresh, projectFolder } from '../../src/build/source-stamp.mjs';
import { weighFirstLoad } from './first-load.mjs';
import { runTool } from './run-command.mjs';

const firstLoadBudgetBytes = 150_000;

/**
 * @typedef {object} StepResult
 * @property {number} passed Checks.
 * @property {number} failed
 * @property {number} skipped
 * @property {string} output Shown when something failed.
 * @property {string} [note] A fact for the step's line.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {boolean} needsBrowser
 * @property {boolean} [runsBeside] It starts with the first step: it needs one core only and nothing that another makes.
 * @property {() => Promise<StepResult>} run
 */

/** @type {readonly Step[]} In the order in which they run: what is quick and often wrong comes first. */
export const steps = [
  toolStep('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  toolStep('boundaries', 'dependency-cruiser/bin/dependency-cruise.mjs', [
    ...['--config', '.dependency-cruiser.cjs', 'src', 'workers'],
  ]),
  { name: 'types', needsBrowser: false, run: checkTypes },
  toolStep('build', 'vite/bin/vite.js', ['build', '--logLevel', 'warn']),
  { name: 'size', needsBrowser: false, run: checkFirstLoad },
  { name: 'unit', needsBrowser: false, run: () => runTests('unit') },
  // As long as all before it together, on one core.
  { ...toolStep('lint', 'eslint/bin/eslint.js', ['--max-warnings', '0', '.']), runsBeside: true },
  { name: 'browser', needsBrowser: true, run: () => runTests('browser') },
  { name: 'e2e', needsBrowser: true, run: () => runTests('e2e') },
];

/**
 * A step that is one check: a tool that ends well or not.
 *
 * @param {string} name
 * @param {string} program
 * @param {string[]} programArguments
 * @returns {Step}
 */
function toolStep(name, program, programArguments) {
  return {
    name,
    needsBrowser: false,
    run: async () => {
      const { isOk, output } = await runTool(program, programArguments);
      return { passed: isOk ? 1 : 0, failed: isOk ? 0 : 1, skipped: 0, output };
    },
  };
}

/**
 * Two checks: core without the DOM, and everything, which svelte-check does for plain TypeScript too.
 *
 * @returns {Promise<StepResult>}
 */
async function checkTypes() {
  const results = [
    await runTool('typescript/bin/tsc', ['-p', 'src/core']),
    await runTool('svelte-check/bin/svelte-check', [
      '--tsconfig',
      'tsconfig.json',
      '--output',
      'human',
      '--fail-on-warnings',
    ]),
  ];
  const failures = results.filter((result) => !result.isOk);
  return {
    passed: results.length - failures.length,
    failed: failures.length,
    skipped: 0,
    output: failures.map((result) => result.output).join('\n'),
  };
}

/**
 * Runs one of the projects of tests/run/test-projects.ts.
 *
 * @param {string} project
 * @returns {Promise<StepResult>} A file that could not be loaded counts as one failure.
 */
async function runTests(project) {
  const folder = mkdtempSync(join(tmpdir(), 'tagscape-test-'));
  const reportFile = join(folder, 'report.json');
  try {
    const { isOk, output } = await runTool('vitest/vitest.mjs', [
      ...[
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
      ],
    ]);
    const counts = countTests(reportFile);
    if (isOk || counts.failed > 0) return { ...counts, output };
    return { ...counts, failed: 1, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileReport
 * @param {string} reportFile As vitest's json reporter writes it.
 * @returns {{ passed: number, failed: number, skipped: number }} Zeros when there is no report.
 */
function countTests(reportFile) {
  const files = readReport(reportFile);
  const statuses = files.flatMap((file) => {
    const own = file.assertionResults.map((test) => test.status);
    return file.status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own;
  });
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  return { passed, failed, skipped: statuses.length - passed - failed };
}

/**
 * @param {string} reportFile
 * @returns {FileReport[]}
 */
function readReport(reportFile) {
  try {
    const text = readFileSync(reportFile, 'utf8');
    return /** @type {{ testResults: FileReport[] }} */ (JSON.parse(text)).testResults;
  } catch {
    return [];
  }
}

/** @returns {Promise<StepResult>} */
async function checkFirstLoad() {
  if (!isBuildFresh())
    return { passed: 0, failed: 1, skipped: 0, output: 'dist is missing or older than the sources.' };
  const { gzipBytes, files } = weighFirstLoad(join(projectFolder, 'dist'));
  const isOk = gzipBytes <= firstLoadBudgetBytes;
  const note = `${formatKilobytes(gzipBytes)} of ${formatKilobytes(firstLoadBudgetBytes)} gzip`;
  const output = files
    .map((file) => `${formatKilobytes(file.gzipBytes).padStart(10)}  ${file.path}`)
    .join('\n');
  return { passed: isOk ? 1 : 0, failed: isOk ? 0 : 1, skipped: 0, output, note };
}

/** @param {number} bytes */
function formatKilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
