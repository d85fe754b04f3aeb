import Ajv from 'ajv';

// What OpenAI publishes of its requests, as far as TagScape could meet it: required fields, types, ranges, names.

const text = { type: 'string' };
const count = { type: ['integer', 'null'] };

const contentParts = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['type', 'text'],
    properties: { type: { const: 'text' }, text },
    additionalProperties: false,
  },
};

function message(role: string): object {
  return {
    type: 'object',
    required: ['role', 'content'],
    properties: { role: { const: role }, content: { anyOf: [text, contentParts] }, name: text },
    additionalProperties: false,
  };
}

/** The part of JSON Schema that `strict` allows. */
const strictSchema = {
  $id: 'strict',
  type: 'object',
  required: ['type'],
  properties: {
    type: { enum: ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] },
    description: text,
    enum: { type: 'array', minItems: 1 },
    properties: { type: 'object', additionalProperties: { $ref: 'strict' } },
    required: { type: 'array', items: text, uniqueItems: true },
    additionalProperties: { const: false },
    items: { $ref: 'strict' },
    minItems: { type: 'integer', minimum: 0 },
    maxItems: { type: 'integer', minimum: 0 },
  },
  additionalProperties: false,
  if: { properties: { type: { const: 'object' } } },
  then: { required: ['properties', 'required', 'additionalProperties'] },
};

const responseFormat = {
  oneOf: [
    {
      type: 'object',
      required: ['type'],
      properties: { type: { enum: ['text', 'json_object'] } },
      additionalProperties: false,
    },
    {
      type: 'object',
      required: ['type', 'json_schema'],
      properties: {
        type: { const: 'json_schema' },
        json_schema: {
          type: 'object',
          required: ['name', 'strict', 'schema'],
          properties: {
            name: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,64}$' },
            description: text,
            strict: { const: true },
            schema: { allOf: [{ $ref: 'strict' }, { properties: { type: { const: 'object' } } }] },
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  ],
};

const sampling = {
  model: { type: 'string', minLength: 1 },
  temperature: { type: ['number', 'null'], minimum: 0, maximum: 2 },
  top_p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
  frequency_penalty: { type: ['number', 'null'], minimum: -2, maximum: 2 },
  presence_penalty: { type: ['number', 'null'], minimum: -2, maximum: 2 },
  n: { ...count, minimum: 1, maximum: 128 },
  seed: { ...count, minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  max_tokens: { ...count, minimum: 1 },
  stop: { anyOf: [{ type: 'null' }, text, { type: 'array', items: text, minItems: 1, maxItems: 4 }] },
  stream: { type: ['boolean', 'null'] },
  stream_options: {
    type: ['object', 'null'],
    properties: { include_usage: { type: 'boolean' }, include_obfuscation: { type: 'boolean' } },
    additionalProperties: false,
  },
  user: text,
};

// Options of a stream are refused for an answer in one piece.
const streamRule = {
  if: { required: ['stream_options'] },
  then: { required: ['stream'], properties: { stream: { const: true } } },
};

const chatRequest = {
  $id: 'chat',
  type: 'object',
  required: ['model', 'messages'],
  properties: {
    ...sampling,
    messages: {
      type: 'array',
      minItems: 1,
      items: { anyOf: ['system', 'developer', 'user', 'assistant'].map(message) },
    },
    response_format: responseFormat,
    max_completion_tokens: { ...count, minimum: 1 },
    logprobs: { type: ['boolean', 'null'] },
    top_logprobs: { ...count, minimum: 0, maximum: 20 },
  },
  additionalProperties: false,
  ...streamRule,
};

const textRequest = {
  $id: 'text',
  type: 'object',
  required: ['model', 'prompt'],
  properties: { ...sampling, prompt: text, max_tokens: { ...count, minimum: 0 }, echo: { type: 'boolean' } },
  additionalProperties: false,
  ...streamRule,
};

const batchLine = {
  $id: 'batch',
  type: 'object',
  required: ['custom_id', 'method', 'url', 'body'],
  properties: {
    custom_id: { type: 'string', minLength: 1, maxLength: 64 },
    method: { const: 'POST' },
    url: { const: '/v1/chat/completions' },
    body: { $ref: 'chat' },
  },
  additionalProperties: false,
};

const ajv = new Ajv({ schemas: [strictSchema, chatRequest, textRequest, batchLine] });

/** Says what in a request is not as OpenAI publishes it; null when all is. */
export function findRequestFault(kind: 'chat' | 'text' | 'batch', request: unknown): string | null {
  if (ajv.validate(kind, request) !== true) return ajv.errorsText(ajv.errors, { dataVar: kind });
  return findOptionalProperty(request);
}

// JSON Schema cannot say of itself that all properties are required, which `strict` demands.
function findOptionalProperty(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('properties' in value && 'required' in value && Array.isArray(value.required)) {
    const names = Object.keys(Object(value.properties) as object);
    const missing = names.find((name) => !(value.required as unknown[]).includes(name));
    if (missing !== undefined) return `the property ${missing} of a strict schema is not required`;
  }
  return Object.values(value).reduce<string | null>(
    (fault, part) => fault ?? findOptionalProperty(part),
    null,
  );
}
