/** The text of a row on the page, for places in it. */
export function textBoxOf(row: Element): Element | null {
  return row.querySelector('.log-line > bdi');
}

/** A range over characters of a row; undefined where the row has not so many. */
export function rangeIn(row: Element, from: number, to: number): Range | undefined {
  const start = nodeAt(row, from);
  const end = nodeAt(row, to);
  if (start === undefined || end === undefined) return undefined;
  const range = new Range();
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
  return range;
}

/** How many characters of its row stand before a place in the page. */
export function charactersBefore(row: Element, node: Node, offset: number): number {
  const box = textBoxOf(row);
  if (box === null) return 0;
  const range = new Range();
  range.selectNodeContents(box);
  const side = range.comparePoint(node, offset);
  if (side !== 0) return side < 0 ? 0 : (box.textContent?.length ?? 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function nodeAt(row: Element, at: number): { readonly node: Text; readonly offset: number } | undefined {
  let left = at;
  for (const piece of textBoxOf(row)?.children ?? []) {
    const node = piece.firstChild;
    if (!(node instanceof Text)) continue;
    if (left <= node.length) return { node, offset: left };
    left -= node.length;
  }
  return undefined;
}
