import type { StageCount } from '../../core/model/index.ts';
import { formatCount, formatDecimal, formatQuantity } from '../format.ts';

/** What stands under a bar. */
export interface StageWords {
  readonly title: string;
  readonly note: string;
}

/** Says what a stage did, as a curator would; `rowCount` is the pool's. */
export function describeStage(stage: StageCount, rowCount: number): StageWords {
  const changed = formatCount(stage.changedCount);
  switch (stage.stage) {
    case 'raw':
      return { title: 'as written', note: describeRows(stage, rowCount) };
    case 'frequency':
      return { title: frequencyTitle(stage.parameter), note: `${changed} rare tags set aside` };
    case 'rules':
      return { title: 'same word, other spelling', note: `${changed} joined` };
    case 'semantic':
      return {
        title: 'same meaning',
        note: `${changed} joined in ${formatQuantity(stage.groupCount, 'group')}`,
      };
    case 'association':
      return { title: 'always together', note: `${formatQuantity(stage.groupCount, 'rule')}, none merged` };
  }
}

function describeRows(stage: StageCount, rowCount: number): string {
  const rows = formatQuantity(rowCount, 'row');
  return rowCount === 0 ? rows : `${rows}, ${formatDecimal(stage.assignmentCount / rowCount)} tags each`;
}

function frequencyTitle(parameter: string): string {
  const times = Number(parameter);
  if (!Number.isFinite(times) || parameter === '') return 'seen often enough';
  return times === 1 ? 'seen at least once' : `seen at least ${formatCount(times)} times`;
}
