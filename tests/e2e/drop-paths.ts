import type { Page } from 'playwright-core';

/** Drops files and folders of the disk into the page, as the system's file manager does, so that folders can be walked. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const zone = await page.getByRole('region', { name: 'Add files' }).boundingBox();
  if (zone === null) throw new Error('There is no place to drop files on this screen.');
  const session = await page.context().newCDPSession(page);
  const place = { x: zone.x + zone.width / 2, y: zone.y + zone.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  await session.detach();
}
