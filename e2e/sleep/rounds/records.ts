import { createHash } from 'node:crypto';

/** Where the writer's volume is mounted: a file for each life of the writer, named by its number, and a record in each line. */
const folder = '/data';

/**
 * What the writer runs. A record is a number, a text that no other record has, and the MD5 sum of both. Its number is
 * printed once fsync(2) has returned: only then somebody may count on it. A writer that begins anew goes on after the
 * highest number that it finds.
 */
export const writing = `
file=${folder}/$(ls ${folder} | wc -l)
number=$(awk '$1 > highest { highest = $1 } END { print highest + 0 }' ${folder}/* /dev/null)
while :; do
  number=$((number + 1))
  read -r text </proc/sys/kernel/random/uuid
  sum=$(echo "$number $text" | md5sum)
  echo "$number $text \${sum%% *}" >>$file && sync $file && echo $number || exit 1
  usleep 100000
done`;

/** Prints all records for {@link audit}. */
export const printing = `for file in ${folder}/*; do echo "file \${file##*/}"; cat $file; echo; done`;

/** The mount of the writer's volume. */
export const mount = `records:${folder}`;

/** What became of the records. */
export interface Audit {
  /** Whole ones. */
  readonly records: number;
  /** Numbers that were acknowledged, or come before one that is there, and have no whole record. */
  readonly lost: readonly number[];
  /** Lines that are no record. */
  readonly torn: readonly string[];
  /** Numbers with more than one record: an older memory has gone on over a newer disk. */
  readonly twice: readonly number[];
  /** Cut short at the end of a file, and never acknowledged: what a power cut may do. */
  readonly unfinished: number;
}

/** Compares what {@link printing} printed with what was acknowledged. */
export function audit(printed: string, acknowledged: ReadonlySet<number>): Audit {
  const found = new Map<number, number>();
  const torn: string[] = [];
  let unfinished = 0;
  for (const file of printed.split(/^file \d+\n/m)) {
    const lines = file.split('\n').filter((line) => line !== '');
    for (const [index, line] of lines.entries()) {
      const number = wholeNumber(line);
      if (number !== undefined) found.set(number, (found.get(number) ?? 0) + 1);
      else if (index === lines.length - 1 && !acknowledged.has(Number(line.split(' ')[0]))) unfinished += 1;
      else torn.push(line);
    }
  }
  const highest = [...found.keys(), ...acknowledged].reduce((most, number) => Math.max(most, number), 0);
  const numbers = Array.from({ length: highest }, (_, index) => index + 1);
  return {
    records: found.size,
    lost: numbers.filter((number) => !found.has(number)),
    torn,
    twice: numbers.filter((number) => (found.get(number) ?? 0) > 1),
    unfinished,
  };
}

/** The number of a whole record. */
function wholeNumber(line: string): number | undefined {
  const [number = '', text = '', sum, ...more] = line.split(' ');
  const expected = createHash('md5').update(`${number} ${text}\n`).digest('hex');
  return sum === expected && more.length === 0 ? Number(number) : undefined;
}
