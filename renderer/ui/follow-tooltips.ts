/** How long the mouse rests on an element before its tooltip opens, in milliseconds. */
const openAfterMs = 500;

/** Within this time after one has closed the next opens at once: somebody is reading what the buttons do. */
const warmForMs = 500;

/**
 * Follows mouse and keyboard, and tells whose tooltip is to be seen: an element with `data-tooltip`, or none. It closes
 * by Escape, a press, or when its element is scrolled or leaves the page. The answer ends it.
 */
export function followTooltips(show: (element: Element | null) => void): () => void {
  const listening = new AbortController();
  let candidate: Element | null = null;
  let shown: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closedAt = Number.NEGATIVE_INFINITY;

  // An element that is removed tells nobody that the mouse has left it.
  const removals = new MutationObserver(() => {
    if (!shown?.isConnected) close();
  });
  const open = (element: Element) => {
    clearTimeout(timer);
    if (!element.isConnected) return;
    shown = element;
    removals.observe(document.body, { childList: true, subtree: true });
    show(element);
  };
  const close = () => {
    clearTimeout(timer);
    if (shown === null) return;
    shown = null;
    removals.disconnect();
    closedAt = performance.now();
    show(null);
  };
  const point = (element: Element | null) => {
    if (element === candidate) return;
    candidate = element;
    close();
    if (element === null) return;
    const wait = performance.now() - closedAt < warmForMs ? 0 : openAfterMs;
    timer = setTimeout(() => open(element), wait);
  };

  const on = <Name extends keyof DocumentEventMap>(
    name: Name,
    act: (event: DocumentEventMap[Name]) => void,
  ) => document.addEventListener(name, act, { capture: true, signal: listening.signal });
  on('pointerover', (event) => point(event.pointerType === 'touch' ? null : ownerOf(event.target)));
  on('pointerout', (event) => {
    if (event.relatedTarget === null) point(null);
  });
  // After these nobody is reading any more: the next one waits again.
  const leave = () => {
    close();
    closedAt = Number.NEGATIVE_INFINITY;
  };
  on('pointerdown', leave);
  on('scroll', ({ target }) => {
    const element = shown ?? candidate;
    // A log that follows itself elsewhere on the page takes nothing away.
    if (element === null || (target instanceof Node && target.contains(element))) leave();
  });
  on('keydown', (event) => {
    if (event.key !== 'Escape' || shown === null) return;
    // It has done its work: the dialog, the menu or the search under the tooltip stays.
    event.stopPropagation();
    event.preventDefault();
    close();
  });
  on('focusin', ({ target }) => {
    const owner = ownerOf(target);
    close();
    if (owner?.matches(':focus-visible')) open(owner);
  });
  on('focusout', close);
  return () => {
    listening.abort();
    clearTimeout(timer);
    removals.disconnect();
  };
}

function ownerOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('[data-tooltip]') : null;
}
