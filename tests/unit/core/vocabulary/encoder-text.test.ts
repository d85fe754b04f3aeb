import { expect, test } from 'vitest';
import { buildEvidenceReader } from '../../../../src/core/vocabulary/read-evidence.ts';
import { vocabulary } from '../../../../src/core/vocabulary/vocabulary.ts';

const read = buildEvidenceReader(vocabulary);

test('a text in Latin letters whose topic is open goes to the encoder', () => {
  expect(read('Tell me something about zorbing in the Alps').encoderText).not.toBe('');
});

test.each([
  '如何提高睡眠质量',
  'Как улучшить качество сна',
  'كيف أحسن جودة النوم',
  'PDF 文件怎么打开呢请告诉我',
])('a text in another script never does, because the encoder has no pieces for it: %s', (query) => {
  expect(read(query).encoderText).toBe('');
});
