/**
 * Finds the lines in which an expression (see `compile`) matches: in `text` from line `from` to `to` (not included), where `starts` tells
 * at which character each of all lines begins. Their places among all lines, ascending.
 */
export function searchText(
  expression: RegExp,
  text: string,
  starts: Uint32Array,
  from: number,
  to: number,
): readonly number[] {
  const found: number[] = [];
  const stop = to < starts.length ? (starts[to] ?? text.length) : text.length;
  let line = from;
  expression.lastIndex = starts[from] ?? 0;
  while (line < to) {
    const match = expression.exec(text);
    if (match === null || match.index >= stop) break;
    line = lineAt(starts, match.index, line, to);
    const end = line + 1 < to ? (starts[line + 1] ?? stop) : stop;
    // An expression can still name the line end itself: then the line alone decides.
    if (match.index + match[0].length < end || matches(expression, text.slice(starts[line], end - 1)))
      found.push(line);
    line += 1;
    expression.lastIndex = end;
  }
  return found;
}

/** Most places in a line that are marked. */
const mostMarks = 200;

/** Where the expression matches in a line: begin and end of each place, one after another. */
export function marksIn(expression: RegExp, line: string): readonly number[] {
  const marks: number[] = [];
  expression.lastIndex = 0;
  while (marks.length < mostMarks * 2) {
    const match = expression.exec(line);
    if (match === null) break;
    if (match[0] === '') expression.lastIndex += 1;
    else marks.push(match.index, match.index + match[0].length);
  }
  return marks;
}

/** Places in a line around which an expression is tried. */
const mostTried = 40;

/**
 * Searches a line as one does who goes from match to match, up and down: each time what is before or behind is a text of its own, on
 * which an expression may take longer than on the whole.
 */
export function tryOn(expression: RegExp, line: string): void {
  for (const place of marksIn(expression, line).slice(0, mostTried)) {
    matches(expression, line.slice(0, place));
    matches(expression, line.slice(place + 1));
  }
}

function matches(expression: RegExp, line: string): boolean {
  expression.lastIndex = 0;
  return expression.test(line);
}

/** The line, not before `low`, in which a character stands. */
function lineAt(starts: Uint32Array, character: number, low: number, to: number): number {
  let high = to - 1;
  let first = low;
  while (first < high) {
    const middle = (first + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= character) first = middle;
    else high = middle - 1;
  }
  return first;
}
