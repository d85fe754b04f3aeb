/** Writes how many rows, such as `1 row` or `3,009 rows`. */
export function rowsInWords(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
}
