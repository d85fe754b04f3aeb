import type { StageCount } from '../../core/model/index.ts';
import { formatCount, formatDecimal, formatQuantity } from '../format.ts';

/** What stands under a bar. */
export interface StageWords {
  readonly title: string;
  readonly note: string;
}

/** Says what a stage did, as a curator would, and how often its tags are used; `rowCount` is the pool's. */
export function describeStage(stage: StageCount, rowCount: number): StageWords {
  const { title, note } = describeChange(stage, rowCount);
  return stage.stage === 'raw'
    ? { title, note }
    : { title, note: `${note}; ${formatQuantity(stage.assignmentCount, 'use')}` };
}

function describeChange(stage: StageCount, rowCount: number): StageWords {
  const changed = formatCount(stage.changedCount);
  switch (stage.stage) {
    case 'raw':
      return { title: 'as written', note: describeRows(stage, rowCount) };
    case 'frequency':
      return { title: frequencyTitle(stage.parameter), note: describeRare(stage) };
    case 'rules':
      return { title: 'same word, other spelling', note: `${changed} joined` };
    case 'semantic':
      return {
        title: 'same meaning',
        note: `${changed} joined in ${formatQuantity(stage.groupCount ?? 0, 'group')}`,
      };
    case 'association':
      return { title: 'always together', note: describeTogether(stage) };
    case 'decisions':
      return { title: 'after your decisions', note: describeDecided(stage) };
  }
}

function describeRare({ changedCount, emptiedRowCount, parameter }: StageCount): string {
  if (parameter === 'off') return 'none set aside';
  const rare = `${formatQuantity(changedCount, 'rare tag')} set aside`;
  return emptiedRowCount === 0 ? rare : `${rare}, ${formatQuantity(emptiedRowCount, 'row')} left without`;
}

function describeTogether({ groupCount, changedCount, parameter }: StageCount): string {
  if (parameter === 'off') return 'not looked for';
  if (groupCount === null) return 'working out the rules …';
  return changedCount > 0
    ? `${formatCount(changedCount)} merged into others`
    : `${formatQuantity(groupCount, 'rule')}, none merged`;
}

function describeDecided({ changedCount, groupCount }: StageCount): string {
  const renamed = (groupCount ?? 0) - changedCount;
  return `${formatCount(changedCount)} left out, ${formatCount(renamed)} renamed`;
}

function describeRows(stage: StageCount, rowCount: number): string {
  const rows = formatQuantity(rowCount, 'row');
  return rowCount === 0
    ? rows
    : `${formatQuantity(stage.assignmentCount, 'use')} on ${rows}, ${formatDecimal(stage.assignmentCount / rowCount)} each`;
}

function frequencyTitle(parameter: string): string {
  const times = Number(parameter);
  if (!Number.isFinite(times) || parameter === '') return 'seen often enough';
  return times === 1 ? 'seen at least once' : `seen at least ${formatCount(times)} times`;
}
