import { maxTagCount } from './prompt.ts';

/**
 * What a constrained answer may look like, in the EBNF of XGrammar: one line, a JSON array of 1 to 12 strings of one to
 * three lower-case words, with the marks of technical names (`c++`, `c#`, `.net`, `node.js`, `q&a`).
 *
 * Words are counted, characters never: a bound on characters takes seconds to compile and slows every token. A word
 * without an end is stopped by the cap on tokens.
 */
export const tagListGrammar = [
  `root ::= "[" tag ("," tag){0,${maxTagCount - 1}} "]"`,
  'tag ::= "\\"" word (" " word){0,2} "\\""',
  "word ::= [.]? [a-z0-9] [a-z0-9+#.&'/-]*",
  '',
].join('\n');
