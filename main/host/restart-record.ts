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
  down: z.array(z.string()).readonly().nullable().default(null),
  isDismissed: z.boolean(),
});

/**
 * A restart as the home keeps it: `down` are those of `ended` that nobody starts again, null while that is not known; `isDismissed` once its
 * user has taken note of it.
 */
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

/** The engine removes one that was run with `--rm` before it can be asked about it. */
const noneLeft = 'No container that is still there ended with it; one that ran with `--rm` is gone.';

/** What is told of it until it is dismissed. */
export function restartProblems(restart: KnownRestart): readonly Failure[] {
  if (restart.isDismissed) return [];
  const names = restart.ended ?? [];
  return [
    {
      code: 'vm-restarted',
      message: `The VM failed at ${formatTime(restart.at)} and was started again by itself. ${restart.reason}`,
      hint: restart.ended?.length === 0 ? noneLeft : hintOf(names, restart.down),
      ...(names.length > mostNames ? { detail: names.join('\n') } : {}),
    },
  ];
}

/** `ended` is empty, and `down` null, while that is not known. */
function hintOf(ended: readonly string[], down: readonly string[] | null): string {
  const shown = ended.slice(0, mostNames).join(', ');
  const more = ended.length > mostNames ? ` and ${ended.length - mostNames} more` : '';
  const which = shown === '' ? '' : ` (${shown}${more})`;
  return `Containers ended as by a power cut${which}; what they had written to disk is there. ${wayBack(ended, down)}`;
}

function wayBack(ended: readonly string[], down: readonly string[] | null): string {
  if (down === null)
    return '`slipway docker start NAME` has them back; those with a restart policy (`--restart unless-stopped`) come back by themselves.';
  if (down.length === 0) return 'What ended is started again by its restart policy.';
  const which = down.length > mostNames ? 'NAME' : down.join(' ');
  const others =
    down.length < ended.length ? '; whatever else ended is started again by its restart policy' : '';
  return `\`slipway docker start ${which}\` has ${down.length === 1 ? 'it' : 'them'} back${others}.`;
}
