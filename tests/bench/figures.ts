/** Some measurements of one thing. */
export interface Figure {
  readonly min: number;
  readonly mean: number;
  /** Standard deviation of the sample; 0 for a single run. */
  readonly deviation: number;
  readonly max: number;
}

/** A line of a table of figures. */
export interface FigureLine {
  readonly name: string;
  readonly figure: Figure;
  readonly unit: string;
  /** What was asked for; empty for a rival. */
  readonly target: string;
}

export function summarise(values: readonly number[]): Figure {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  const deviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  return { min: Math.min(...values), mean, deviation, max: Math.max(...values) };
}

/** Prints minimum, mean with its deviation, and maximum of each figure. */
export function printTable(lines: readonly FigureLine[]): void {
  const write = (value: number): string =>
    value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
  const rows = lines.map(({ name, figure, unit, target }) => [
    name,
    write(figure.min),
    `${write(figure.mean)} ± ${write(figure.deviation)}`,
    write(figure.max),
    unit,
    target,
  ]);
  const table = [['', 'min', 'mean', 'max', 'unit', 'target'], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table)
    process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}\n`);
}
