/** What the worker of the host's tests can do: everything that goes wrong with workers. */
export interface ProbeApi {
  /** Counts up from 1 in each worker, so that a fresh one shows. */
  count(): Promise<number>;
  /** Answers after a while. */
  wait(timeMs: number): Promise<string>;
  /** Works without a pause, as a computation does, and says so on the channel `probe-beats` every 10 ms. */
  spin(timeMs: number): Promise<string>;
  /** Fails with an AppError of code `invalid-input`. */
  refuse(): Promise<void>;
  /** Never answers, and throws where nobody catches. */
  crash(): Promise<void>;
  /** Never answers, because the worker ends itself. */
  close(): Promise<void>;
  /** Calls back with 1 to `count`, each after the last was answered; gives back the answers. */
  askBack(count: number, callback: (value: number) => number | Promise<number>): Promise<number[]>;
  /** Reads bytes; whoever hands them over loses them. */
  sum(bytes: Uint8Array<ArrayBuffer>): Promise<number>;
  /** Ends a `wait` in progress. */
  interrupt(): Promise<void>;
}
