import { z } from 'zod';
import type { Failure } from '../contract/errors.ts';
import { formatTime } from '../contract/format.ts';
import type { VmRestart } from '../contract/status.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile } from '../util/atomic-file.ts';

const restartSchema = z.object({
  at: z.number(),
  reason: z.string(),
  ended: z.array(z.string()).readonly().nullable(),
  isDismissed: z.boolean(),
});

/** A restart as the home keeps it: `isDismissed` once its user has taken note of it. */
export type KnownRestart = Readonly<z.infer<typeof restartSchema>>;

/** The restart that was kept last; null when there is none, or none that can be read: only a note is lost. */
export async function readRestart({ vmRestart }: Pick<HomePaths, 'vmRestart'>): Promise<KnownRestart | null> {
  const kept = await readJsonFile(vmRestart).catch(() => undefined);
  return restartSchema.safeParse(kept).data ?? null;
}

/** What a status tells of it, dismissed or not. */
export function restartOf({ at, reason, ended }: KnownRestart): VmRestart {
  return { at, reason, ended };
}

/** Most names that the sentence holds. */
const mostNames = 5;

/** What is told of it until it is dismissed. */
export function restartProblems({ at, reason, ended, isDismissed }: KnownRestart): readonly Failure[] {
  if (isDismissed) return [];
  const names = ended ?? [];
  const shown = names.slice(0, mostNames).join(', ');
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return [
    {
      code: 'vm-restarted',
      message: `The VM failed at ${formatTime(at)} and was started again by itself. ${reason}`,
      hint: `Containers ended as by a power cut${shown === '' ? '' : ` (${shown}${more})`}; what they had written to disk is there. ${wayBack(names)}`,
      ...(more === '' ? {} : { detail: names.join('\n') }),
    },
  ];
}

/** Among those that ended are some that their restart policy has started again: another start does not harm them. */
function wayBack(names: readonly string[]): string {
  const which = names.length > 0 && names.length <= mostNames ? names.join(' ') : 'NAME';
  return `\`slipway docker start ${which}\` has them back; those with a restart policy (\`--restart unless-stopped\`) come back by themselves.`;
}
