const focusable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/**
 * Keeps the focus in a box when the control that has it is taken away. An item of a list leaves it to the item behind
 * it, else to the one before, there to the control of the same verb. Otherwise the first control of what is left around
 * it gets it, then the box, and when there is nothing in that any more, what had the focus before. Nothing scrolls, for
 * those who pressed with the mouse.
 */
export function keepFocus(box: HTMLElement): () => void {
  /** The control with the focus and what it stands in, from the inside out. */
  let path: readonly Element[] = [];
  let before: EventTarget | null = null;

  function notePlace({ target, relatedTarget }: FocusEvent): void {
    path = target instanceof Element ? listAncestors(target, box) : [];
    if (relatedTarget instanceof Node && !box.contains(relatedTarget)) before = relatedTarget;
  }

  // A control that is still there was left by a person, who may have gone out of the box.
  function forgetPlace({ target }: FocusEvent): void {
    queueMicrotask(() => {
      if (path[0] === target && path[0]?.isConnected) path = [];
    });
  }

  function putBack(changes: readonly MutationRecord[]): void {
    if (path.length === 0 || path[0].isConnected || document.activeElement !== document.body) return;
    const around = path.filter((element) => element.isConnected && element !== box);
    const places = [
      ...listBeside(path, changes),
      ...around.flatMap(listControls),
      box,
      ...listControls(box),
      before,
      document.getElementById('main'),
    ];
    path = [];
    for (const place of places) {
      // What is hidden or disabled does not take it.
      if (place instanceof HTMLElement) place.focus({ preventScroll: true });
      if (document.activeElement !== document.body) return;
    }
  }

  const observer = new MutationObserver(putBack);
  observer.observe(box, { childList: true, subtree: true });
  box.addEventListener('focusin', notePlace);
  box.addEventListener('focusout', forgetPlace);
  return () => {
    observer.disconnect();
    box.removeEventListener('focusin', notePlace);
    box.removeEventListener('focusout', forgetPlace);
  };
}

function listAncestors(element: Element, box: Element): Element[] {
  const path: Element[] = [];
  for (let at: Element | null = element; at !== null && at !== box; at = at.parentElement) path.push(at);
  return path;
}

/** Lists the controls of the items beside the one that was taken away, of each those of the same verb first. */
function listBeside(path: readonly Element[], changes: readonly MutationRecord[]): HTMLElement[] {
  const item = path.findLast((element) => !element.isConnected);
  // A button by itself is no item: those beside it do other things.
  if (item === undefined || item === path[0]) return [];
  const verb = readVerb(path[0]);
  return (['nextSibling', 'previousSibling'] as const).flatMap((side) => {
    const neighbour = findBeside(item, side, changes);
    if (neighbour?.tagName !== item.tagName) return [];
    const controls = listControls(neighbour);
    return [...controls.filter((control) => readVerb(control) === verb), ...controls];
  });
}

/** Goes from what was taken away to the first element on one side that is still there. */
function findBeside(
  item: Element,
  side: 'nextSibling' | 'previousSibling',
  changes: readonly MutationRecord[],
): Element | undefined {
  let at: Node | null | undefined = item;
  while (at) {
    if (at.isConnected && at instanceof Element) return at;
    at = at.isConnected ? at[side] : findRemoval(at, changes)?.[side];
  }
  return undefined;
}

function findRemoval(node: Node, changes: readonly MutationRecord[]): MutationRecord | undefined {
  return changes.findLast(({ removedNodes }) => Array.from(removedNodes).includes(node));
}

function listControls(element: Element): HTMLElement[] {
  const inside = [...element.querySelectorAll<HTMLElement>(focusable)];
  return element instanceof HTMLElement ? [...inside, element] : inside;
}

/** The first word of “Remove …”, “Repair line 4” or “Close”. */
function readVerb(control: Element): string {
  return /\w+/.exec(control.textContent)?.[0] ?? '';
}
