import type { ReplyStatus } from '../core/model/index.ts';

/** What became of a model's answer, as it is said on every screen. */
export const answerWords: Readonly<Record<ReplyStatus | 'too-long' | 'crashed', string>> = {
  ok: 'the answer could be used',
  repaired: 'the answer could be used',
  truncated: 'the answer was cut off',
  refused: 'the model declined',
  empty: 'the answer has no tags',
  invalid: 'the answer is no list of tags',
  unanswered: 'the model gave no answer',
  'too-long': 'the row does not fit the model',
  crashed: 'the model broke down over it',
};
