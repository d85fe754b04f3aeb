/** Ten times a second is as fast as anybody reads. */
const minGapMs = 100;

/**
 * Passes on one report in 100 ms and drops those between; none is kept for later.
 *
 * @param mustPass Tells, beside the last report that was passed on, which goes through before its time; none by default.
 */
export function throttle<Report>(
  pass: (report: Report) => void,
  mustPass: (report: Report, last: Report) => boolean = () => false,
): (report: Report) => void {
  let last: { readonly report: Report; readonly timeMs: number } | undefined;
  return (report) => {
    const timeMs = performance.now();
    if (last !== undefined && timeMs - last.timeMs < minGapMs && !mustPass(report, last.report)) return;
    last = { report, timeMs };
    pass(report);
  };
}
