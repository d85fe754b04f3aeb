/** Invisible character that splits a word without changing how it reads. */
const zeroWidthSpace = '\u200b';

/**
 * Breaks the strings that a model's tokeniser reads as orders rather than text (`<|im_end|>`, `<think>`, `[INST]`,
 * `<start_of_turn>`, `<s>`) with a zero-width space, so that a record cannot end its own message or open another.
 */
export function breakControlTokens(text: string): string {
  return text
    .replace(/<\|/g, `<|${zeroWidthSpace}`)
    .replace(/<(?=\/?(?:think|s|bos|eos|start_of_turn|end_of_turn|tool_call)>)/gi, `<${zeroWidthSpace}`)
    .replace(/\[(?=\/?INST\])/g, `[${zeroWidthSpace}`);
}

/**
 * Prepares a text for templates that are filled with `String.replace`, as web-llm 0.2.86 does: there `$&` and its like
 * are orders, so every `$` is doubled, and the place holder that web-llm deletes from the filled message is broken.
 */
export function escapeForTemplate(text: string): string {
  return text.replaceAll('$', '$$$$').replaceAll('{function_string}', `{${zeroWidthSpace}function_string}`);
}
