import { refusal } from './detect-format.ts';
import type { SampledList } from './sampled-list.ts';

const maxNamed = 3;

/** What becomes of the lists in a JSON object. */
export interface ListChoice {
  /** Read as records, in the order of the file. */
  readonly chosen: readonly SampledList[];
  /** Lists in one object that are the columns of a table, side by side; one of them would be chosen. Usually none. */
  readonly columns: readonly SampledList[];
  /** Neither chosen nor empty. */
  readonly leftOut: readonly SampledList[];
}

/**
 * Chooses the lists that hold records: lists of objects and of lists with texts; lists of texts only where there are no
 * others and half of them have texts that are more than names.
 *
 * Lists count as columns when all that stand in the same object have as many elements, no element is an object, and one of
 * the lists holds sentences.
 */
export function chooseLists(lists: readonly SampledList[]): ListChoice {
  const filled = lists.filter(({ rowCount }) => rowCount > 0);
  const rows = lists.filter((list) => list.recordKind !== 'text' && list.hasRecords);
  const texts = lists.filter((list) => list.recordKind === 'text');
  const prose = texts.filter((list) => list.isProse);
  // Where most lists hold names, the others are parts of the same map.
  const chosen = rows.length > 0 ? rows : prose.length * 2 >= texts.length ? prose : [];
  const columns = groupByObject(filled).find(
    (group) => areColumns(group) && group.some((list) => chosen.includes(list)),
  );
  return { chosen, columns: columns ?? [], leftOut: filled.filter((list) => !chosen.includes(list)) };
}

/**
 * Refuses an object whose lists are the columns of a table: read as records, all but one of them would be lost.
 *
 * @throws AppError `unsupported-format` when there are columns.
 */
export function refuseColumns(name: string, columns: readonly SampledList[]): void {
  if (columns.length === 0) return;
  const count = columns.length.toLocaleString('en-US');
  const what = `is a JSON object with ${count} lists of ${formatValues(columns[0].rowCount)} each (${nameLists(columns, nameList)}), like the columns of a table; a list with one object for each record was expected.`;
  const advice =
    'Save it by records, in pandas with df.to_json(path, orient="records", lines=True); lists that do not belong together, as a file each.';
  throw refusal(name, `${what} ${advice}`, { reason: 'columns', count: columns.length });
}

/** Says in a sentence or two which lists of an object are not imported beside its records; null when there are none. */
export function describeLeftOut(name: string, leftOut: readonly SampledList[]): string | null {
  if (leftOut.length === 0) return null;
  const count = leftOut.length === 1 ? '1 list' : `${leftOut.length.toLocaleString('en-US')} lists`;
  const named = nameLists(leftOut, (list) => `${nameList(list)} with ${formatValues(list.rowCount)}`);
  const what = `“${name}” has ${count} besides its records that ${leftOut.length === 1 ? 'is' : 'are'} not imported: ${named}.`;
  return `${what} What belongs to the records must be saved as fields of each record.`;
}

function groupByObject(lists: readonly SampledList[]): SampledList[][] {
  const groups = new Map<string, SampledList[]>();
  for (const list of lists) {
    const key = JSON.stringify(list.path.slice(0, -1));
    const group = groups.get(key) ?? [];
    group.push(list);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function areColumns(group: readonly SampledList[]): boolean {
  const [first, ...others] = group;
  // Lists of lists side by side are sets of records, such as those to train and to test with.
  return (
    others.length > 0 &&
    others.every(({ rowCount }) => rowCount === first.rowCount) &&
    group.every((list) => !list.hasObjects) &&
    group.some((list) => list.recordKind === 'text' && list.isProse)
  );
}

function nameLists(lists: readonly SampledList[], nameOne: (list: SampledList) => string): string {
  const named = lists.slice(0, maxNamed).map(nameOne).join(', ');
  const moreCount = lists.length - maxNamed;
  return moreCount > 0 ? `${named} and ${moreCount.toLocaleString('en-US')} more` : named;
}

function nameList({ path }: SampledList): string {
  return `“${path.map(shortenName).join(' › ')}”`;
}

/** Cuts a name out of a file to the 40 characters that a sentence has room for. */
export function shortenName(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function formatValues(count: number): string {
  return count === 1 ? '1 value' : `${count.toLocaleString('en-US')} values`;
}
