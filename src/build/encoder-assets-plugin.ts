import { listEncoderAssets } from './encoder-assets.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';

/**
 * Puts the sentence encoder's files beside the app: into the output folder of a build, and at the same addresses on a
 * development server.
 */
export function encoderAssetsPlugin(): Plugin {
  let isBuild = false;
  return {
    name: 'tagscape:encoder-assets',
    configResolved(config) {
      isBuild = config.command === 'build';
    },
    async buildStart() {
      if (!isBuild || this.environment.name !== 'client') return;
      for (const asset of listEncoderAssets()) {
        this.emitFile({ type: 'asset', fileName: asset.path, source: await asset.read() });
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        serveAsset(request, response).then((isServed) => {
          if (!isServed) next();
        }, next);
      });
    },
  };
}

async function serveAsset(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = (request.url ?? '').split('?', 1)[0];
  if (!path.includes('/models/')) return false;
  const asset = listEncoderAssets().find((candidate) => path.endsWith(`/${candidate.path}`));
  if (asset === undefined) return false;
  const bytes = await asset.read();
  response.setHeader('Content-Type', readContentType(asset.path));
  response.setHeader('Content-Length', bytes.byteLength);
  response.end(bytes);
  return true;
}

function readContentType(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  return path.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}
