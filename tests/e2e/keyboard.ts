import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** Goes to a control by the Tab key and presses Enter on it. */
export async function pressOn(page: Page, name: string | RegExp, selector = 'button'): Promise<void> {
  await tabTo(page, name, selector);
  await page.keyboard.press('Enter');
}

/** Reads what has the focus: its id, else what it says or is called. */
export function readFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement)) return '';
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : focused.innerText;
    return (focused.id || focused.getAttribute('aria-label') || label || focused.tagName)
      .trim()
      .replaceAll(/\s+/g, ' ');
  });
}

/** Presses Tab until the focus stands on a control with this name, and checks that the focus can be seen there. */
export async function tabTo(page: Page, name: string | RegExp, selector = '*'): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLElement)) return { name: '', isWanted: false, isSeen: true };
      const field = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement;
      const label = field ? focused.labels?.[0]?.textContent : focused.textContent;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return {
        name: (focused.getAttribute('aria-label') ?? label ?? '').trim().replaceAll(/\s+/g, ' '),
        isWanted: focused.matches(wanted),
        isSeen: focused === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2),
      };
    }, selector);
    expect(stop.isSeen, `the focus on “${stop.name}” can be seen`).toBe(true);
    const isNamed = typeof name === 'string' ? stop.name === name : name.test(stop.name);
    if (stop.isWanted && isNamed) return;
    passed.push(stop.name);
  }
  throw new Error(
    `The Tab key never comes to ${String(name)}. It passed: ${passed.slice(0, 60).join(' | ')}`,
  );
}
