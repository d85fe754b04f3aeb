import { expect, test } from 'vitest';
import { isPassedOver } from '../../../../src/core/ingest/passed-over.ts';

test.each([
  'README.md',
  'data/readme',
  'LICENSE',
  'licence.txt',
  'a/CHANGELOG-2',
  'notice.md',
  '.DS_Store',
  'a/.git/config.json',
  '__MACOSX/data/train.json',
  'plots/loss.PNG',
  'train.py',
  'model.safetensors',
  'config.yaml',
])('%s is no data by its name', (path) => {
  expect(isPassedOver(path)).toBe(true);
});

test.each([
  'train.json',
  'data/part-00000',
  'readmes.jsonl',
  'authors.jsonl',
  'a/notice_board.csv',
  'citation-intent.jsonl.gz',
  'a.b/train.csv',
  'notes.txt',
  'x.parquet',
  'md',
  'a.jsonl.gz',
])('%s may be data', (path) => {
  expect(isPassedOver(path)).toBe(false);
});
