/**
 * The Content Security Policy of the built app, as one header value. Everything stays on the page's own site; the
 * outside hosts are those that the language models' files come from, reached only after the user asks for a model.
 * `wasm-unsafe-eval` lets WebAssembly compile, `unsafe-inline` styles let charts set style attributes.
 */
export const securityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "font-src 'self'",
  [
    "connect-src 'self'",
    'https://huggingface.co',
    'https://*.huggingface.co',
    'https://*.hf.co',
    'https://raw.githubusercontent.com',
  ].join(' '),
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');
