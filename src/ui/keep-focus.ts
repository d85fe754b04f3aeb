const focusable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/**
 * Keeps the focus in a box when the control that has it is taken away: the first control of what is left around it
 * gets it, or the box when everything in it changed. Nothing scrolls, for those who pressed with the mouse.
 */
export function keepFocus(box: HTMLElement): () => void {
  /** The control with the focus and what it stands in, from the inside out. */
  let path: readonly Element[] = [];

  function notePlace({ target }: FocusEvent): void {
    path = target instanceof Element ? listAncestors(target, box) : [];
  }

  // A control that is still there was left by a person, who may have gone out of the box.
  function forgetPlace({ target }: FocusEvent): void {
    queueMicrotask(() => {
      if (path[0] === target && path[0]?.isConnected) path = [];
    });
  }

  function putBack(): void {
    if (path.length === 0 || path[0].isConnected || document.activeElement !== document.body) return;
    const left = path.filter((element) => element.isConnected && element !== box);
    path = [];
    const controls = left.flatMap((element) => [...element.querySelectorAll<HTMLElement>(focusable)]);
    const next = controls.find((control) => control.checkVisibility() && !control.matches(':disabled'));
    (next ?? box).focus({ preventScroll: true });
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
