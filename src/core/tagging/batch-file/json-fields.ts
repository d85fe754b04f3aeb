/** Reads a field of a value of unknown shape; undefined when there is none. */
export function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Puts a text of a server into one line of at most 200 characters. */
export function cleanText(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** Quotes the start of a value, for a message about what was found. */
export function showValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${cleanText(text ?? 'undefined').slice(0, 60)}"`;
}
