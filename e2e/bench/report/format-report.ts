import { type Aim, isMet, type Row, type Table } from './report.ts';
import type { BenchResult } from './results.ts';
import { summarize } from './statistics.ts';

/** How a result is written. */
export type Format = 'text' | 'markdown';

/** A result as a person reads it: tables, aims, notes, and the machine. */
export function formatReport(result: BenchResult, format: Format): string {
  const { name, measuredAt, revision, machine, report } = result;
  const heading = `${name}, ${measuredAt.slice(0, 16).replace('T', ' ')} UTC, revision ${revision}`;
  const lines = [
    format === 'markdown' ? `### ${heading}` : `── ${heading}`,
    '',
    ...report.tables.flatMap((table) => [...formatTable(table, format), '']),
    ...list([...report.aims.map(formatAim), ...report.notes, machine], format),
  ];
  return lines.join('\n');
}

/** A table with its title; the cells are padded, so that it can be read as it is. */
export function formatTable(table: Table, format: Format): string[] {
  const cells = [
    [table.head, ...table.columns],
    ...table.rows.map((row) => [row.label, ...table.columns.map((column) => formatCell(row, column))]),
  ];
  const widths = [table.head, ...table.columns].map((_, index) =>
    Math.max(...cells.map((line) => line[index]?.length ?? 0)),
  );
  const [head = '', ...body] = cells.map((line) =>
    line
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join(format === 'markdown' ? ' | ' : '   '),
  );
  const title = `${table.title} (${table.unit}${rangeWords(table)})`;
  if (format === 'text') return [title, head, ...body];
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [`${title}:`, '', ...[head, rule.join(' | '), ...body].map((line) => `| ${line} |`)];
}

function rangeWords(table: Table): string {
  const counts = table.rows
    .flatMap((row) => Object.values(row.values).map((values) => values.length))
    .filter((count) => count > 0);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0 || most === 1) return '';
  return `; median, least-most, of ${fewest === most ? most : `${fewest} to ${most}`} runs`;
}

function formatCell(row: Row, column: string): string {
  const summary = summarize(row.values[column] ?? []);
  if (summary === null) return '-';
  const { count, median, min, max } = summary;
  return count === 1
    ? formatNumber(median)
    : `${formatNumber(median)} (${formatNumber(min)}-${formatNumber(max)})`;
}

/** Three digits that count, but never a fraction of what has more. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function formatAim(aim: Aim): string {
  return `${aim.text}: ${aim.value.toFixed(2)} (aim: ${aim.bound} ${aim.limit}; ${isMet(aim) ? 'met' : 'missed'})`;
}

function list(lines: readonly string[], format: Format): string[] {
  return format === 'markdown' ? lines.map((line) => `- ${line}`) : [...lines];
}
