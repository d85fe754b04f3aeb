import type { Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Runs some work of a page and finds the longest task of the page's thread between marks that the page sets with
 * `performance.mark`.
 *
 * @param marks In the order in which they are set.
 * @returns For each mark but the last, milliseconds of processor time, which other programs do not lengthen.
 */
export async function findLongestTasks<Result>(
  page: Page,
  marks: readonly string[],
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly longestMs: readonly number[] }> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page has no browser. Open it with openBenchPage.');
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', '__metadata'] });
  const result = await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const { traceEvents: events } = trace;
  const set = marks.map((mark) => events.find(({ name }) => name === mark));
  const { pid } = set[0] ?? {};
  const thread = events.find(
    (event) => event.pid === pid && event.name === 'thread_name' && event.args.name === 'CrRendererMain',
  );
  const tasks = events.filter((event) => event.pid === pid && event.tid === thread?.tid);
  const longestMs = set.slice(1).map((end, index) => {
    const within = tasks.filter(({ ts }) => ts >= (set[index]?.ts ?? Infinity) && ts < (end?.ts ?? 0));
    return within.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0);
  });
  return { result, longestMs };
}
