import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/model/index.ts';
import { Notices } from '../../../src/state/notices.svelte.ts';

const full = new DOMException('', 'QuotaExceededError');
const refusal = "failed: the browser's storage is full. Delete a project or free disk space, then try again.";

function read({ list }: Notices): string[] {
  return list.map(({ text }) => text);
}

test('what fails as the storage is full is told in one notice, each thing once', () => {
  const notices = new Notices();
  notices.fail(full, 'Tagging');
  expect(read(notices)).toEqual([`Tagging ${refusal}`]);
  for (const doing of ['Working out the tags', 'Looking into the sources', 'Tagging'])
    notices.fail(full, doing);
  expect(read(notices)).toEqual([`Tagging, working out the tags and looking into the sources ${refusal}`]);
});

test('a full storage that was told and closed is told anew, with what fails then', () => {
  const notices = new Notices();
  notices.fail(full, 'Tagging');
  notices.dismiss(notices.list[0].id);
  notices.fail(full, 'Saving the selection');
  expect(read(notices)).toEqual([`Saving the selection ${refusal}`]);
});

test('the warning that the storage is nearly full gives way to a failure, and does not come back beside it', () => {
  const notices = new Notices();
  const nearlyFull = new AppError('storage-full', 'The storage of this browser is nearly full.');
  notices.fail(nearlyFull, '');
  expect(read(notices)).toEqual(['The storage of this browser is nearly full.']);
  notices.fail(full, 'Tagging');
  notices.fail(nearlyFull, '');
  expect(read(notices)).toEqual([`Tagging ${refusal}`]);
});

test('the advice is asked for once and stays while more fails', async () => {
  const notices = new Notices();
  let asked = 0;
  notices.adviseOnFull = () => Promise.resolve(`Advice ${++asked}.`);
  notices.fail(full, 'Tagging');
  notices.fail(full, 'Importing');
  await expect.poll(() => notices.list[0].advice).toBe('Advice 1.');
  notices.fail(full, 'Saving the selection');
  expect(notices.list.map(({ advice }) => advice)).toEqual(['Advice 1.']);
  expect(asked).toBe(1);
});

test('failures of other kinds have a notice each', () => {
  const notices = new Notices();
  notices.fail(full, 'Tagging');
  notices.fail(new Error('it broke.'), 'Searching the rows');
  notices.fail(full, 'Importing');
  expect(read(notices)).toEqual(['Searching the rows failed: it broke.', `Tagging and importing ${refusal}`]);
});
