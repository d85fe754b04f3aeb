// Spreadsheets take a text that starts with one of these for a formula; some take the full-width signs too.
const formulaSigns = '=+-@\t\r＝＋－＠';

/** Writes one row of a CSV as RFC 4180 has it, with its line end; fields are quoted where they must be. */
export function writeCsvRow(fields: readonly string[], delimiter = ','): string {
  const row = fields.map((field) => quoteField(field, delimiter)).join(delimiter);
  // A row of one empty field would be an empty line, which readers pass over.
  return `${row === '' ? '""' : row}\r\n`;
}

/** Makes a text that this app wrote harmless to spreadsheets; texts that came in with a file are never changed. */
export function guardFormula(text: string): string {
  return text !== '' && formulaSigns.includes(text.charAt(0)) ? `'${text}` : text;
}

function quoteField(field: string, delimiter: string): string {
  const isPlain = !/["\r\n]/.test(field) && !field.includes(delimiter) && field.trim() === field;
  return isPlain ? field : `"${field.replaceAll('"', '""')}"`;
}
