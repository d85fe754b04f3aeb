import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Switches that every test browser runs with: no sandbox (it needs rights that containers lack), no calls home. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const commandNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
];

const macPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const linuxPlaces = ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium'];

const windowsPlaces = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Finds a Chromium on this machine: `CHROME_PATH`, then a command on the PATH, then the places where the usual
 * installers put Chromium, Chrome and Edge.
 *
 * @returns {string | undefined} The program's file, or undefined when there is none.
 */
export function findBrowser() {
  return listCandidates().find(isExecutable);
}

/** @returns {string[]} */
function listCandidates() {
  const chosen = process.env['CHROME_PATH'];
  return [...(chosen === undefined || chosen === '' ? [] : [chosen]), ...listCommands(), ...listPlaces()];
}

/** @returns {string[]} */
function listCommands() {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return commandNames.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
}

/** @returns {string[]} */
function listPlaces() {
  if (process.platform === 'darwin') return macPlaces;
  if (process.platform !== 'win32') return linuxPlaces;
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name] ?? '');
  return roots
    .filter((root) => root !== '')
    .flatMap((root) => windowsPlaces.map((place) => join(root, place)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
