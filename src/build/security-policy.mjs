/** Name of the environment variable with further servers of embeddings, language models and model files. */
export const allowedHostsVariable = 'TAGSCAPE_ALLOWED_HOSTS';

/**
 * Reads the origins of servers that a deployment allows beside the usual ones.
 *
 * @param {string | undefined} text Origins with spaces or commas between them: `https://models.example.org`.
 * @returns {string[]} As `URL.origin` writes them, each once.
 * @throws Error with a sentence for what is no origin.
 */
export function readAllowedHosts(text) {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return [...new Set(words.map(readOrigin))];
}

/** @param {string} word */
function readOrigin(word) {
  // A security policy holds neither IPv6 addresses nor characters that end a source or a directive.
  const isOrigin = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?\/?$/i.test(word);
  if (isOrigin && URL.canParse(word)) return new URL(word).origin;
  throw new Error(
    `${allowedHostsVariable} holds "${word}", expected origins such as https://models.example.org, with spaces between them.`,
  );
}

/**
 * Writes the Content Security Policy of the built app, as one header value. Everything stays on the page's own site;
 * the outside hosts are those that the models' files come from and servers on this computer, each reached only after
 * the user asks for a model. `wasm-unsafe-eval` lets WebAssembly compile, `unsafe-inline` styles let charts set style
 * attributes.
 *
 * @param {readonly string[]} allowedHosts Further origins that may be called, from `readAllowedHosts`.
 */
export function writeSecurityPolicy(allowedHosts) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // wllama starts the worker of llama.cpp from a blob; it inherits this policy.
    "worker-src 'self' blob:",
    "font-src 'self'",
    [
      "connect-src 'self'",
      'https://huggingface.co',
      'https://*.huggingface.co',
      'https://*.hf.co',
      'https://raw.githubusercontent.com',
      // A scheme of http also allows https on the same host. [::1] has no place in a policy's grammar.
      'http://localhost:*',
      'http://127.0.0.1:*',
      ...allowedHosts,
    ].join(' '),
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The origins that this build or server was told of. */
export const allowedHosts = readAllowedHosts(process.env[allowedHostsVariable]);

/** The policy of this build or server. */
export const securityPolicy = writeSecurityPolicy(allowedHosts);
