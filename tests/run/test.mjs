// Runs every check of the project, or only the steps named on the command line, and ends with one line of totals.
import { checkNodeVersion, installPackages } from '../../src/build/install.mjs';

checkNodeVersion();
/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {import('./steps.mjs').StepResult} StepResult
 */

const totals = { passed: 0, failed: 0, skipped: 0 };
const startMs = performance.now();
const { steps } = await import('./steps.mjs');
const { installBrowser } = await import('./install-browser.mjs');
const chosenSteps = chooseSteps(process.argv.slice(2));

if (!installPackages()) {
  process.stdout.write('The npm packages could not be installed; the lines above say why.\n');
  totals.failed += 1;
} else {
  const hasBrowser = chosenSteps.some((step) => step.needsBrowser) && (await prepareBrowser());
  const beside = new Map(
    chosenSteps.filter((step) => step.runsBeside === true).map((step) => [step, step.run()]),
  );
  // A failure is told in its turn; until then it must not count as unhandled.
  for (const running of beside.values()) running.catch(() => undefined);
  for (const step of chosenSteps) {
    if (!step.needsBrowser || hasBrowser) await runStep(step, beside.get(step) ?? step.run());
    else skipStep(step);
  }
}

const skippedText = totals.skipped > 0 ? `, ${String(totals.skipped)} skipped` : '';
process.stdout.write(`Everything took ${formatSeconds(startMs)}.\n`);
process.stdout.write(`${String(totals.passed)} passed, ${String(totals.failed)} failed${skippedText}\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/**
 * @param {string[]} names None means all.
 */
function chooseSteps(names) {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown === undefined)
    return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
  const known = steps.map((step) => step.name).join(', ');
  process.stderr.write(`There is no step "${unknown}"; the steps are ${known}.\n`);
  return process.exit(2);
}

/** @returns {Promise<boolean>} Whether there is a browser; if not, that counts as a failure. */
async function prepareBrowser() {
  const sinceMs = announce('browser found');
  const { isOk, output } = await installBrowser();
  if (!isOk) totals.failed += 1;
  report(isOk ? 'ok' : 'FAILED', sinceMs, output);
  return isOk;
}

/**
 * @param {Step} step
 * @param {Promise<StepResult>} running
 */
async function runStep(step, running) {
  const sinceMs = announce(step.name);
  const result = await running.catch((/** @type {unknown} */ error) => ({
    ...{ passed: 0, failed: 1, skipped: 0, note: undefined },
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  totals.passed += result.passed;
  totals.failed += result.failed;
  totals.skipped += result.skipped;
  const counts = [`${String(result.passed)} ok`];
  if (result.failed > 0) counts.push(`${String(result.failed)} FAILED`);
  if (result.skipped > 0) counts.push(`${String(result.skipped)} skipped`);
  report(counts.join(', '), sinceMs, result.note ?? '');
  if (result.failed > 0) process.stdout.write(`${result.output.trim()}\n\n`);
}

/** @param {import('./steps.mjs').Step} step */
function skipStep(step) {
  report('skipped: no browser', announce(step.name), '');
  totals.skipped += 1;
}

/**
 * Opens a line, which `report` closes.
 *
 * @param {string} name
 * @returns {number} Now, for `report`.
 */
function announce(name) {
  process.stdout.write(name.padEnd(15));
  return performance.now();
}

/**
 * @param {string} outcome
 * @param {number} sinceMs
 * @param {string} note
 */
function report(outcome, sinceMs, note) {
  process.stdout.write(
    `${`${outcome.padEnd(26)} ${formatSeconds(sinceMs).padStart(8)}  ${note}`.trimEnd()}\n`,
  );
}

/** @param {number} sinceMs */
function formatSeconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}
