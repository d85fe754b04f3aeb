import type { AssociationStage } from './association-stage.ts';
import type { LastDecisions } from './last-decisions.ts';
import type { MeaningStage } from './meaning-stage.ts';
import type { DecidedWordStages } from './word-stages.ts';

/** All stages of one recipe, each with what it started from. */
export interface StageRun {
  readonly words: DecidedWordStages;
  readonly meaning: MeaningStage;
  readonly association: AssociationStage;
  readonly last: LastDecisions;
}
