import type { FailedLines } from '../../contract/builds.ts';

/** Lines that are meant, from 1, both ends among them. */
export interface MeantLines {
  readonly from: number;
  readonly to: number;
}

/** Most lines that are shown, and letters of one. */
const mostLines = 100;
const longestLine = 2_000;
const longestName = 1_000;

/** The lines of a file that are meant, with one before and behind them, or two of a single line; null where it has none of them. */
export function surroundLines(file: string, text: string, meant: readonly MeantLines[]): FailedLines | null {
  const lines = text.split('\n');
  const inside = meant.filter(({ from, to }) => from >= 1 && from <= lines.length && to >= from);
  if (inside.length === 0) return null;
  const first = Math.min(...inside.map(({ from }) => from));
  const last = Math.min(lines.length, Math.max(...inside.map(({ to }) => to)));
  const around = first === last ? 2 : 1;
  const from = Math.max(1, first - around);
  const shown = lines.slice(from - 1, Math.min(last + around, from - 1 + mostLines));
  return {
    file: file.slice(0, longestName),
    lines: shown.map((line, index) => {
      const number = from + index;
      const isMeant = inside.some((one) => one.from <= number && number <= one.to);
      return { number, text: line.replace(/\r$/, '').slice(0, longestLine), isMeant };
    }),
  };
}

/** Such lines as BuildKit prints them. */
export function printedLines({ file, lines }: FailedLines): string {
  const rule = '-'.repeat(20);
  const first = lines.find(({ isMeant }) => isMeant)?.number ?? 0;
  const body = lines.map(
    ({ number, text, isMeant }) => `${String(number).padStart(4)} | ${isMeant ? '>>>' : '   '} ${text}`,
  );
  return [`${file}:${first}`, rule, ...body, rule, ''].join('\n');
}
