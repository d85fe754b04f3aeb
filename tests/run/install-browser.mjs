import { existsSync } from 'node:fs';
import { findBrowser } from './find-browser.mjs';
import { runCommand, runTool } from './run-command.mjs';

/**
 * Makes sure that there is a Chromium to test in: one that is installed, else Debian's package (as root, on Debian or a
 * system made from it), else Playwright's download. Sets `CHROME_PATH` for the programs started later.
 *
 * @returns {Promise<{ isOk: boolean, output: string }>} `output` says which browser, or what to install.
 */
export async function installBrowser() {
  const file = findBrowser() ?? (await installFromDebian()) ?? (await installFromPlaywright());
  if (file === undefined) {
    const output =
      'There is no Chromium, Chrome or Edge here, and none could be installed. Install one of them, or set CHROME_PATH to its program file.';
    return { isOk: false, output };
  }
  process.env['CHROME_PATH'] = file;
  return { isOk: true, output: file };
}

/** @returns {Promise<string | undefined>} */
async function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  process.env['DEBIAN_FRONTEND'] = 'noninteractive';
  await runCommand('apt-get', ['update']);
  // Without a font, texts have no width and every layout test would measure zero.
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']);
  return findBrowser();
}

/** @returns {Promise<string | undefined>} */
async function installFromPlaywright() {
  await runTool('playwright-core/cli.js', ['install', 'chromium']);
  const { chromium } = await import('playwright-core');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}
