/** What kinds of faults can be mended; `doubt` is none, but says what else may have been meant. */
export type RepairKind =
  | 'foreign-words'
  | 'comma'
  | 'brackets'
  | 'quotes'
  | 'escape'
  | 'control'
  | 'windows-1252'
  | 'utf-8'
  | 'joined-lines'
  | 'fields'
  | 'doubt';

/** One kind of fault that was mended, how often, and what it looked like the first time. */
export interface Mend {
  readonly kind: RepairKind;
  /** Part of a sentence in the past tense, for one and for several of them. */
  readonly one: string;
  readonly many: string;
  readonly count: number;
}

/** Notes that a fault was mended once more; `one` and `many` as in `Mend`. */
export type NoteMend = (kind: RepairKind, one: string, many: string) => void;
