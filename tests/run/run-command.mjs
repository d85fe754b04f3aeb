import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../src/build/source-stamp.mjs';

/**
 * @typedef {object} CommandResult
 * @property {boolean} isOk Whether it ended by itself with exit code 0.
 * @property {string} output What it printed, both streams in order, with a last line when it was stopped.
 */

/**
 * Runs a Node program of an installed package, without a shell and without standard input, and keeps what it prints.
 *
 * @param {string} program Its file below node_modules.
 * @param {readonly string[]} programArguments
 * @param {{ timeoutMs?: number }} [options] Twelve minutes unless told otherwise; then it is ended with its children.
 * @returns {Promise<CommandResult>}
 */
export function runTool(program, programArguments, options = {}) {
  const file = join(projectFolder, 'node_modules', ...program.split('/'));
  return runCommand(process.execPath, [file, ...programArguments], options);
}

/**
 * Like `runTool`, for any program.
 *
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @param {{ timeoutMs?: number }} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(program, programArguments, { timeoutMs = 720_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, [...programArguments], {
      cwd: projectFolder,
      // A group of its own, so that a browser it started ends with it.
      detached: process.platform !== 'win32',
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const timer = setTimeout(() => {
      output += `\nStopped after ${String(timeoutMs / 1000)} s.\n`;
      endGroup(child);
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('error', (error) => (output += `${error.message}\n`));
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ isOk: code === 0, output });
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill();
  else process.kill(-child.pid, 'SIGKILL');
}
