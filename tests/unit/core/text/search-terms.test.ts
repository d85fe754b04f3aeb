import { expect, test } from 'vitest';
import { searchFormVersion } from '../../../../src/core/text/search-form-version.ts';
import { toSearchText } from '../../../../src/core/text/search-terms.ts';

// A browser keeps its index until the number changes: whoever changes the text below raises it.
test('the form of the index has a number of its own', () => {
  const text =
    'Résumé, C++ und .NET: Straße; ΟΔΥΣΣΕΥΣ; ёлка, мой; كـِتَاب; שָׁלוֹם; हिन्दी; 東京の水, ｶﾞ; ไทย 🙂 3.5';
  expect([searchFormVersion, toSearchText(text)]).toEqual([
    2,
    'resume c ++ und . net strasse οδυσσευσ елка мой كتاب שלום हिन्दी 東京 京の の水 水 ガ ไท ทย ย 3 5',
  ]);
});
