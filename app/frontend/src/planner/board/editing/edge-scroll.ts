const EDGE_PX = 36;
const SCROLL_PX = 14;
const EVERY_MS = 30;

/** Scrolling of the boxes of a selector while the pointer is near their upper or lower edge. */
export function createEdgeScroll(selector: string) {
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    clearInterval(timer);
  }

  function near({ clientX, clientY }: PointerEvent): void {
    stop();
    for (const box of document.querySelectorAll(selector)) {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      if (clientX < left || clientX > right || clientY < top - EDGE_PX || clientY > bottom + EDGE_PX) continue;
      const by = clientY < top + EDGE_PX ? -SCROLL_PX : clientY > bottom - EDGE_PX ? SCROLL_PX : 0;
      if (by) timer = setInterval(() => box.scrollBy(0, by), EVERY_MS);
      return;
    }
  }

  return { near, stop };
}
