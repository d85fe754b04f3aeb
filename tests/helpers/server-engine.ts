import { expect, onTestFinished } from 'vitest';
import type { PageOrigin } from '../../workers/contracts/page-origin.ts';
import { AppError } from '../../src/core/model/index.ts';
import { tagsOnly } from '../../src/core/tagging/answer-form.ts';
import type { ServerModel } from '../../src/core/tagging/engine-model.ts';
import type { CompletionRequest, LoadedModel } from '../../src/core/tagging/engine.ts';
import { ServerEngine, type ServerPatience } from '../../src/taggers/local-server/server-engine.ts';
import { startChatServer, type ChatServer, type ChatServerOptions } from './chat-server.ts';

/** Where the page of the tests came from. */
export const page: PageOrigin = { origin: 'http://127.0.0.1:4173', allowedOrigins: [] };

export interface Prepared {
  readonly server: ChatServer;
  readonly engine: ServerEngine;
  readonly model: ServerModel;
}

/** Starts a server and an engine for it that is not patient; at the end every request has to be as OpenAI publishes it. */
export async function prepare(
  options: ChatServerOptions = {},
  choice: Partial<ServerModel> = {},
  patience: Partial<ServerPatience> = {},
): Promise<Prepared> {
  const server = await startChatServer(options);
  onTestFinished(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });
  const engine = new ServerEngine(page, { firstWaitMs: 2, ...patience });
  const model: ServerModel = {
    kind: 'local-server',
    baseUrl: server.baseUrl,
    model: 'tiny',
    concurrency: 4,
    ...choice,
  };
  return { server, engine, model };
}

/** The same, with the model loaded, which is one request. */
export async function start(
  ...parameters: Parameters<typeof prepare>
): Promise<Prepared & { readonly loaded: LoadedModel }> {
  const prepared = await prepare(...parameters);
  return { ...prepared, loaded: await prepared.engine.load(prepared.model, ignore) };
}

export function ask(query: string, more: Partial<CompletionRequest> = {}): CompletionRequest {
  const prompt = [
    { role: 'system', content: 'Tag it.' },
    { role: 'user', content: query },
  ] as const;
  return { prompt, form: tagsOnly, maxTokens: 50, temperature: 0, topP: 1, seed: 1, ...more };
}

export async function expectFailure(work: Promise<unknown>, code: string, ...parts: string[]): Promise<void> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof AppError)) throw new Error(`Expected an AppError, not ${String(thrown)}.`);
  expect(thrown.code).toBe(code);
  for (const part of parts) expect(thrown.message).toContain(part);
}

export function ignore(): void {
  return undefined;
}
