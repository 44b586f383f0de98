import type Docker from 'dockerode';
import { z } from 'zod';
import type { RetentionPlan, RetentionRules } from '../../contract/engine/retention.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { readImageDetails } from '../image-details.ts';
import { type Candidate, type ImageUse, planRemovals } from './plan-removals.ts';

/** How many images are asked about at once. */
const atOnce = 4;

/** Images of this name come with Slipway. */
const own = /^slipway\//;

const measured = z.object({
  LayersSize: z.number().nullish(),
  Images: z
    .array(
      z.object({
        Id: z.string(),
        RepoTags: z.array(z.string()).nullish(),
        Containers: z.number(),
        Created: z.number(),
        Size: z.number(),
        SharedSize: z.number(),
      }),
    )
    .nullish(),
});

/** What rules would do to the images that there are now. `now`: milliseconds since 1970. */
export function planRetention(
  engine: Docker,
  rules: RetentionRules,
  use: ImageUse,
  now: number,
  signal: AbortSignal,
): Promise<RetentionPlan> {
  const doing = 'look at which images would go';
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (until) => {
      const query = { type: 'image' };
      const answer = measured.parse(
        await askJson(engine, { method: 'GET', path: '/system/df', query }, until),
      );
      const images = answer.Images ?? [];
      const waiting = images.entries();
      const candidates: Candidate[] = [];
      const look = async () => {
        for (const [index, image] of waiting) {
          const tags = (image.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
          const isKept = image.Containers > 0 || tags.some((tag) => own.test(tag));
          candidates[index] = {
            ...{ id: image.Id, tags, isKept, bytes: ownBytes(image) },
            // When it was made elsewhere says nothing of when it came here.
            cameAt: isKept ? image.Created * 1000 : await arrivalOf(engine, image, until),
          };
        }
      };
      await Promise.all(Array.from({ length: atOnce }, look));
      const bytes = answer.LayersSize ?? images.reduce((sum, image) => sum + ownBytes(image), 0);
      return planRemovals(candidates, bytes, rules, use, now);
    }),
  );
}

function ownBytes({ Size, SharedSize }: { readonly Size: number; readonly SharedSize: number }): number {
  return Math.max(0, Size - Math.max(0, SharedSize));
}

async function arrivalOf(
  engine: Docker,
  { Id, Created }: { readonly Id: string; readonly Created: number },
  signal: AbortSignal,
): Promise<number> {
  const { taggedAt } = await readImageDetails(engine, Id, signal);
  return taggedAt ?? Created * 1000;
}
