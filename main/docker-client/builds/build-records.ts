import { dirname } from 'node:path';
import { z } from 'zod';
import { toFailure } from '../../contract/errors.ts';
import { readJsonFile, writeFileAtomically } from '../../util/atomic-file.ts';
import { makeFolder } from '../../util/make-folder.ts';
import type { BuildOrder } from './build-order.ts';

/** Most builds that are written down: BuildKit remembers fewer. */
const mostRecords = 100;

/** What a build was made with, as it is written down: of a secret the file it is in, or that it was a text. */
const record = z.object({
  ref: z.string(),
  folder: z.string(),
  dockerfile: z.string(),
  target: z.string(),
  arguments: z.array(z.object({ name: z.string(), value: z.string() })),
  platform: z.string(),
  tags: z.array(z.string()),
  isWithoutCache: z.boolean(),
  isPulling: z.boolean(),
  secrets: z.array(z.object({ id: z.string(), file: z.string().nullable() })),
});

/** One of them. */
export type BuildRecord = z.output<typeof record>;

const file = z.object({ builds: z.array(record) });

/** What the builds of this home were made with, so that they can be made again. No text of a secret is among it. */
export interface BuildRecords {
  /** Writes one down. What cannot be written is warned of, and no reason for the build to fail. */
  add(ref: string, order: BuildOrder): void;
  /** All of them by BuildKit's names for them. */
  all(): Promise<ReadonlyMap<string, BuildRecord>>;
  remove(ref: string): Promise<void>;
}

/** Those that a file holds; it is made with the first. */
export function buildRecords(path: string, warn: (message: string) => void): BuildRecords {
  // One change after the other.
  let last: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<readonly BuildRecord[]> => {
    const parsed = file.safeParse(await readJsonFile(path));
    return parsed.success ? parsed.data.builds : [];
  };
  const change = (edit: (records: readonly BuildRecord[]) => readonly BuildRecord[]) => {
    const work = last.then(async () => {
      const builds = edit(await read()).slice(-mostRecords);
      await makeFolder(dirname(path));
      await writeFileAtomically(path, `${JSON.stringify({ builds })}\n`);
    });
    last = work.catch((error: unknown) =>
      warn(`What a build was made with could not be written down: ${toFailure(error).message}`),
    );
    return last;
  };
  return {
    add(ref, { secrets, ...order }) {
      const kept = secrets.map((secret) => ({ id: secret.id, file: 'file' in secret ? secret.file : null }));
      const added = record.parse({ ref, ...order, secrets: kept });
      void change((records) => [...records.filter((one) => one.ref !== ref), added]);
    },
    async all() {
      await last;
      return new Map((await read()).map((one) => [one.ref, one]));
    },
    async remove(ref) {
      await change((records) => records.filter((one) => one.ref !== ref));
    },
  };
}
