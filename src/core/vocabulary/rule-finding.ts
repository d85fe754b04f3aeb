/** What a rule concludes from the wording of an instruction. */
export interface RuleFinding {
  /** Name of the rule, for tests and reports. */
  readonly rule: string;
  readonly tag: string;
  /** Strength of the evidence, 0 to 1.5. */
  readonly score: number;
  /** True when it counts only in company of other evidence for the same area. */
  readonly isWeak?: boolean;
  /** Position in the text, in code units; earlier findings win ties. */
  readonly at: number;
  /** The words it stands on; equal ends for a rule on the whole wording. */
  readonly span: readonly [from: number, to: number];
  readonly explanation: string;
}
