import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sirv from 'sirv';
import { isolationHeaders, pageHeaders } from './page-headers.mjs';
import { projectFolder } from './source-stamp.mjs';

/**
 * @typedef {object} ServeOptions
 * @property {string} [folder] What to serve; the built app by default.
 * @property {number} [port] First port to try, 0 for any; the next twenty are tried when it is taken.
 * @property {string} [basePath] Path below which the files appear, with a slash at both ends.
 * @property {boolean} [isIsolated] Whether to send the headers that allow threads, which many static hosts do not; by
 * default yes.
 *
 * @typedef {object} RunningServer
 * @property {string} url Address of the app, with a slash at the end.
 * @property {number} port
 * @property {() => Promise<void>} close Stops listening and drops open connections.
 */

/**
 * Serves the built app on this machine only (127.0.0.1).
 *
 * @param {ServeOptions} [options]
 * @returns {Promise<RunningServer>}
 */
export async function serveFolder(options = {}) {
  const { folder = join(projectFolder, 'dist'), port = 4173, basePath = '/', isIsolated = true } = options;
  const headers = { ...pageHeaders, ...(isIsolated ? isolationHeaders : {}), 'Cache-Control': 'no-cache' };
  const sendFile = sirv(folder, {
    etag: true,
    setHeaders(response, path) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      correctType(response, path);
    },
  });
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    if (!url.startsWith(basePath)) {
      sendMissing(response);
      return;
    }
    request.url = url.slice(basePath.length - 1);
    sendFile(request, response, () => {
      sendMissing(response);
    });
  });
  const boundPort = await listen(server, port);
  return {
    url: `http://127.0.0.1:${String(boundPort)}${basePath}`,
    port: boundPort,
    close: () => close(server),
  };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string} path
 */
function correctType(response, path) {
  if (path.endsWith('.jsonl')) response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  // The encoder's shards have no file ending.
  else if (/\/[^./]+$/.test(path)) response.setHeader('Content-Type', 'application/octet-stream');
}

/** @param {import('node:http').ServerResponse} response */
function sendMissing(response) {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('There is no such file here.\n');
}

/**
 * @param {import('node:http').Server} server
 * @param {number} firstPort
 * @returns {Promise<number>} The port it got.
 */
async function listen(server, firstPort) {
  for (let port = firstPort; ; port++) {
    try {
      return await listenOn(server, port);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || port >= firstPort + 20) throw error;
    }
  }
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
function listenOn(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * @param {import('node:http').Server} server
 * @returns {Promise<void>}
 */
function close(server) {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await serveFolder({
    port: Number(process.env['PORT'] ?? 4173),
    basePath: process.argv[2] ?? '/',
  });
  process.stdout.write(`Serving the built app at ${server.url}\n`);
}
