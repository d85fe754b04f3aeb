// Runs every check of the project, or only the steps named on the command line, and ends with one line of totals.
import { checkNodeVersion, installPackages } from '../../src/build/install.mjs';

checkNodeVersion();
const totals = { passed: 0, failed: 0, skipped: 0 };
const startMs = performance.now();
const { steps } = await import('./steps.mjs');
const { installBrowser } = await import('./install-browser.mjs');
const chosenSteps = chooseSteps(process.argv.slice(2));

if (installPackages()) {
  const browser = chosenSteps.some((step) => step.needsBrowser) ? await installBrowser() : undefined;
  if (browser !== undefined) report('browser found', browser.isOk ? 'ok' : 'FAILED', startMs, browser.output);
  if (browser?.isOk === false) totals.failed += 1;
  for (const step of chosenSteps) {
    if (step.needsBrowser && browser?.isOk === false) {
      report(step.name, 'skipped: no browser', performance.now(), '');
      totals.skipped += 1;
    } else await runStep(step);
  }
} else {
  process.stdout.write('The npm packages could not be installed; the lines above say why.\n');
  totals.failed += 1;
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

/** @param {import('./steps.mjs').Step} step */
async function runStep(step) {
  const stepStartMs = performance.now();
  const result = await step.run().catch((/** @type {unknown} */ error) => ({
    ...{ passed: 0, failed: 1, skipped: 0, note: undefined },
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  totals.passed += result.passed;
  totals.failed += result.failed;
  totals.skipped += result.skipped;
  const counts = [`${String(result.passed)} ok`];
  if (result.failed > 0) counts.push(`${String(result.failed)} FAILED`);
  if (result.skipped > 0) counts.push(`${String(result.skipped)} skipped`);
  report(step.name, counts.join(', '), stepStartMs, result.note ?? '');
  if (result.failed > 0) process.stdout.write(`${result.output.trimEnd()}\n\n`);
}

/**
 * @param {string} name
 * @param {string} outcome
 * @param {number} sinceMs
 * @param {string} note
 */
function report(name, outcome, sinceMs, note) {
  const line = `${name.padEnd(14)} ${outcome.padEnd(24)} ${formatSeconds(sinceMs).padStart(8)}  ${note}`;
  process.stdout.write(`${line.trimEnd()}\n`);
}

/** @param {number} sinceMs */
function formatSeconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}
