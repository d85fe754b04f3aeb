/**
 * What an answer may look like, said once; the grammars and schemas of the engines are made from it.
 *
 * Words are counted, characters never: in XGrammar a bound on characters takes seconds to compile and slows every
 * token, in llama.cpp it exceeds the limit on repetitions. A word without an end is stopped by the cap on tokens.
 */
export interface AnswerForm {
  /** 1 to 12. */
  readonly maxTags: number;
  readonly maxWordsPerTag: number;
  /** Whether each tag comes with one sentence on why. */
  readonly hasExplanations: boolean;
}

/** Most tags an answer may have. */
export const maxTagCount = 12;

/** Tags alone: a few tokens each. */
export const tagsOnly: AnswerForm = Object.freeze({
  maxTags: maxTagCount,
  maxWordsPerTag: 3,
  hasExplanations: false,
});

/** Tags with a sentence each: five to eight times the tokens. */
export const explainedTags: AnswerForm = Object.freeze({ ...tagsOnly, hasExplanations: true });

/** The languages in which an engine takes a constraint; `json-object` is only that the answer is an object in JSON. */
export type ConstraintKind = 'ebnf' | 'gbnf' | 'json-schema' | 'json-object';

/**
 * Writes the form as a grammar, root rule `root`: one line of compact JSON, an array of strings or of
 * `{"tag", "explanation"}`. Words are lower case, with the marks of technical names (`c++`, `.net`, `q&a`).
 * XGrammar (web-llm 0.2.86) reads it as EBNF and llama.cpp as GBNF; only what both understand is used.
 */
export function writeGrammar(form: AnswerForm): string {
  const item = form.hasExplanations
    ? ['item ::= "{\\"tag\\":" tag ",\\"explanation\\":\\"" sentence "\\"}"', sentence]
    : ['item ::= tag'];
  return [
    `root ::= "[" item ("," item){0,${form.maxTags - 1}} "]"`,
    ...item,
    `tag ::= "\\"" word (" " word){0,${form.maxWordsPerTag - 1}} "\\""`,
    "word ::= [.]? [a-z0-9] [a-z0-9+#.&'/-]*",
    '',
  ].join('\n');
}

// Quotes and backslashes would need escapes, line breaks are none of JSON.
const sentence = 'sentence ::= [^"\\\\\\x00-\\x1f]+';

/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Writes the form as a JSON Schema for servers: an object with a list `tags`, because strict servers take objects only.
 * Texts have no bounds: with `maxLength` llama.cpp refuses the schema and XGrammar compiles for seconds.
 */
export function writeJsonSchema(form: AnswerForm): JsonSchema {
  const text = { type: 'string' };
  const item = form.hasExplanations
    ? {
        type: 'object',
        properties: { tag: text, explanation: text },
        required: ['tag', 'explanation'],
        additionalProperties: false,
      }
    : text;
  return {
    type: 'object',
    properties: { tags: { type: 'array', items: item, minItems: 1, maxItems: form.maxTags } },
    required: ['tags'],
    additionalProperties: false,
  };
}
