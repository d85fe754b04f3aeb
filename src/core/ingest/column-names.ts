/** The columns that go by one of the names, in the order of the names; case and blanks around a name do not count. */
export function rankColumns(columns: readonly string[], names: readonly string[]): string[] {
  return names.flatMap((name) => columns.filter((column) => isNamed(column, name)));
}

/** Tells whether a column goes by a name, which is given in lower case. */
export function isNamed(column: string, name: string): boolean {
  return column.trim().toLowerCase() === name;
}
