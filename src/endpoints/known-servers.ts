/** A server program that people run models with, and how it is told to answer pages. */
export interface KnownServer {
  readonly name: string;
  /** Where it listens unless told otherwise. */
  readonly port: number;
  /** Command that starts it; undefined where it depends on what is asked of it. */
  readonly start: string | undefined;
  /** Continues "start it again …", so that a page may read its answers; undefined for one that allows every page. */
  readonly allow: ((origin: string) => string) | undefined;
}

/** The usual ones. */
export const knownServers: readonly KnownServer[] = Object.freeze([
  {
    name: 'Ollama',
    port: 11_434,
    start: 'ollama serve',
    allow: (origin) => `with the environment variable OLLAMA_ORIGINS=${origin}`,
  },
  { name: 'llama-server', port: 8080, start: undefined, allow: undefined },
  {
    name: 'LM Studio',
    port: 1234,
    start: 'lms server start --cors',
    allow: () => 'with "lms server start --cors"',
  },
  {
    name: 'vLLM',
    port: 8000,
    start: 'vllm serve MODEL',
    allow: (origin) => `with --allowed-origins '["${origin}"]'`,
  },
]);
