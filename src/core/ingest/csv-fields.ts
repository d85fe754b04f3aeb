import Papa from 'papaparse';

/**
 * Splits one row of a CSV, without its line end, into its fields; quotes are taken off.
 *
 * @returns Null when the quotes do not add up.
 */
export function readCsvFields(row: string, delimiter: string): string[] | null {
  const parsed = Papa.parse<string[]>(row, { delimiter, newline: '\n', quoteChar: '"' });
  return parsed.errors.length === 0 && parsed.data.length === 1 ? parsed.data[0] : null;
}

/**
 * Guesses the character between fields from the start of a text: comma, tab, `|` or `;`.
 *
 * @returns Null when no character splits the first rows into two or more fields.
 */
export function guessDelimiter(text: string): string | null {
  const parsed = Papa.parse<string[]>(text, {
    preview: 10,
    skipEmptyLines: true,
    delimitersToGuess: [',', '\t', '|', ';'],
  });
  return parsed.errors.some((error) => error.code === 'UndetectableDelimiter') ? null : parsed.meta.delimiter;
}
