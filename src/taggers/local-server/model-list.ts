import { readField } from '../../core/tagging/batch-file/json-fields.ts';

/** A model that a server says it has. */
export interface ListedModel {
  readonly id: string;
  /** Tokens of its context as it is served; undefined when the server does not say. */
  readonly contextTokens: number | undefined;
}

/** Reads the body of an answer to `GET /v1/models`; undefined when it is no list of models. */
export function readModelList(body: string): readonly ListedModel[] | undefined {
  let data: unknown;
  try {
    data = readField(JSON.parse(body), 'data');
  } catch {
    return undefined;
  }
  // Ollama without a model says null.
  if (data === null) return [];
  if (!Array.isArray(data)) return undefined;
  return data.flatMap((entry: unknown) => {
    const id = readField(entry, 'id');
    return typeof id === 'string' && id !== '' ? [{ id, contextTokens: readContext(entry) }] : [];
  });
}

/** Finds a model by its name; Ollama leaves `:latest` away. */
export function findModel(models: readonly ListedModel[], name: string): ListedModel | undefined {
  return models.find(({ id }) => id === name) ?? models.find(({ id }) => id === `${name}:latest`);
}

// vLLM names the context of its models `max_model_len`, llama-server `meta.n_ctx`.
function readContext(entry: unknown): number | undefined {
  const found = [readField(entry, 'max_model_len'), readField(readField(entry, 'meta'), 'n_ctx')];
  return found.find((value): value is number => Number.isSafeInteger(value) && Number(value) > 0);
}
