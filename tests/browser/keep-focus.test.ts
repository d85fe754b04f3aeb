import { expect, onTestFinished, test } from 'vitest';
import { keepFocus } from '../../src/ui/keep-focus.ts';

/** A box that keeps the focus, with a link beside it. */
function open(content: string): HTMLElement {
  const frame = document.createElement('div');
  frame.innerHTML = `<a href="#beside" id="beside">beside</a><main tabindex="-1">${content}</main>`;
  document.body.append(frame);
  const [box] = frame.getElementsByTagName('main');
  const stop = keepFocus(box);
  onTestFinished(() => {
    stop();
    frame.remove();
  });
  return box;
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`${selector} is not on the page.`);
  return element;
}

/** Mutations are told in a microtask. */
async function focusedAfter(change: () => void): Promise<string> {
  change();
  await Promise.resolve();
  await Promise.resolve();
  return document.activeElement?.id ?? document.activeElement?.tagName ?? '';
}

test('the focus of a control that is taken away goes to the first control of what is left around it', async () => {
  open(
    '<button id="far"></button><section><i hidden><input id="hidden"></i><button disabled id="off"></button><input id="near"><form><button id="save"></button></form></section>',
  );
  find('#save').focus();
  expect(await focusedAfter(() => find('form').remove())).toBe('near');
  expect(await focusedAfter(() => find('section').replaceChildren())).toBe('');
  expect(document.activeElement?.tagName).toBe('MAIN');
});

test('the box has the focus when everything in it changed', async () => {
  const box = open('<section><button id="go"></button></section>');
  find('#go').focus();
  await focusedAfter(() => {
    box.innerHTML = '<button id="other"></button>';
  });
  expect(document.activeElement).toBe(box);
});

test('an item of a list that goes leaves the focus to the next one, there to the control of the same verb', async () => {
  const item = (name: string, controls: string): string =>
    `<article id="${name}"><h2>${name}</h2>${controls}</article>`;
  open(
    `<button id="top"></button>${item('a', '<button id="open-a">Open</button><button id="remove-a">Remove …</button>')}<!---->${item('b', '<button id="keep-b">Keep it</button><button id="remove-b">Remove</button>')}<!---->${item('c', '<details><summary id="fold-c">Lines</summary><button id="hidden-c">Remove …</button></details><button id="open-c">Open</button><p><button id="remove-c">Remove …</button></p>')}<!----><section><button id="below">Remove …</button></section>`,
  );
  find('#remove-b').focus();
  expect(
    await focusedAfter(() => {
      // As Svelte takes an item away: with the marks beside it, one node after the other.
      const item = find('#b');
      const marks = [item.previousSibling, item, item.nextSibling];
      for (const node of marks) if (node instanceof Element || node instanceof Comment) node.remove();
    }),
  ).toBe('remove-c');
  expect(await focusedAfter(() => find('#c').remove())).toBe('remove-a');
  expect(await focusedAfter(() => find('#a').remove())).toBe('');
  expect(document.activeElement?.tagName).toBe('MAIN');
});

test('a box that takes no focus itself gives it back to what had it before', async () => {
  const box = open(
    '<div><button id="close-1">Close</button></div><div><button id="close-2">Close</button></div>',
  );
  box.removeAttribute('tabindex');
  find('#beside').focus();
  find('#close-1').focus();
  expect(await focusedAfter(() => find('#close-1').parentElement?.remove())).toBe('close-2');
  expect(await focusedAfter(() => box.replaceChildren())).toBe('beside');
});

test('whoever left a control before it was taken away keeps the focus where it is', async () => {
  open('<p><button id="one"></button><button id="two"></button></p>');
  find('#one').focus();
  find('#beside').focus();
  expect(await focusedAfter(() => find('#one').remove())).toBe('beside');
  find('#two').focus();
  find('#two').blur();
  await Promise.resolve();
  await focusedAfter(() => find('#two').remove());
  expect(document.activeElement).toBe(document.body);
});
