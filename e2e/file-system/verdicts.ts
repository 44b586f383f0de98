import { z } from 'zod';

const resultsSchema = z.array(z.tuple([z.string(), z.string(), z.string(), z.string()]));

/** What came of a check in a folder. */
export interface Verdict {
  readonly check: string;
  /** What Linux promises. */
  readonly expected: string;
  readonly found: string;
  /** Which call has failed where in the checks; empty when none has. */
  readonly where: string;
}

/** A check that comes out otherwise on a shared folder. */
export interface Difference {
  readonly check: string;
  readonly ownDisk: string;
  readonly sharedFolder: string;
}

/** What the suite in a container has answered. Throws when that is something else. */
export function readVerdicts(answer: unknown): readonly Verdict[] {
  return resultsSchema
    .parse(answer)
    .map(([check, expected, found, where]) => ({ check, expected, found, where }));
}

/** Those that are not as Linux promises. */
export function broken(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ expected, found }) => expected !== found);
}

/** What is otherwise on a shared folder; the same checks in the same order on both. */
export function differences(
  ownDisk: readonly Verdict[],
  sharedFolder: readonly Verdict[],
): readonly Difference[] {
  return ownDisk.flatMap(({ check, found }, index) => {
    const other = sharedFolder[index];
    if (other?.check !== check) throw new Error(`"${check}" has no fellow on the shared folder`);
    return other.found === found ? [] : [{ check, ownDisk: found, sharedFolder: other.found }];
  });
}

/**
 * The rows of the only table below a heading of a page of docs/, cell by cell, without its head and the marks of code. Throws when
 * there is none.
 */
export function tableBelow(page: string, heading: string): readonly (readonly string[])[] {
  const [, below] = page.split(`\n## ${heading}\n`);
  const rows = below
    ?.split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('|'));
  if (rows === undefined || rows.length < 3) throw new Error(`there is no table below "${heading}"`);
  return rows.slice(2).map((row) => row.split('|').slice(1, -1).map(plain));
}

function plain(cell: string): string {
  return cell.trim().replace(/^`(.*)`$/, '$1');
}
