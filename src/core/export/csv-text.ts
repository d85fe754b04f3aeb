// Spreadsheets take a text that starts with one of these for a formula; some take the full-width signs too.
const formulaSigns = '=+-@\t\r＝＋－＠';

/** Writes one row of a CSV as RFC 4180 has it, with its line end; fields are quoted where they must be. */
export function writeCsvRow(fields: readonly string[], delimiter = ','): string {
  const row = fields.map((field) => quoteField(field, delimiter)).join(delimiter);
  // A row of one empty field would be an empty line, which readers pass over.
  return `${row === '' ? '""' : row}\r\n`;
}

// A number with a sign, also as `-1,234.5`, `+3%` or `-1.5e3`: a spreadsheet reads it as the number it is.
const signedNumber = /^[+-]\d[\d.,]*(?:[eE][+-]?\d+)?%?$/;

/**
 * Makes a text harmless to spreadsheets: one that they would run as a formula, because it starts with `=`, `+`, `-`, `@`,
 * a tab or a carriage return and is no plain number, gets an apostrophe in front.
 */
export function guardFormula(text: string): string {
  if (text === '' || !formulaSigns.includes(text.charAt(0)) || signedNumber.test(text)) return text;
  return `'${text}`;
}

function quoteField(field: string, delimiter: string): string {
  const isPlain = !/["\r\n]/.test(field) && !field.includes(delimiter) && field.trim() === field;
  return isPlain ? field : `"${field.replaceAll('"', '""')}"`;
}
