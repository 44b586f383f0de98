import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import type { ImageDetails } from '../../contract/engine/image-details.ts';
import type { RetentionPlan, RetentionRules } from '../../contract/engine/retention.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { askDiskUsage, diskUsage, type MeasuredImage } from '../disk-usage.ts';
import { readImageDetails } from '../image-details.ts';
import { type Candidate, type ImageUse, planRemovals } from './plan-removals.ts';

/** How many images are asked about at once. */
const atOnce = 4;

/** Images of this name come with Slipway, as far as their ids are not known. */
const ownName = /^slipway\//;

/** Says what rules would do to the images that there are now. `now`: milliseconds since 1970. */
export type PlanRetention = (
  rules: RetentionRules,
  use: ImageUse,
  now: number,
  signal: AbortSignal,
) => Promise<RetentionPlan>;

/**
 * Plans at an engine for one who tries rules one after another: what an image is made of is asked once, and a new question ends
 * the one before, which rejects.
 */
export function retentionPlanner(
  engine: Docker,
  ownImages: () => Promise<ReadonlySet<string> | null>,
): PlanRetention {
  let known = new Map<string, ImageDetails>();
  let last = new AbortController();
  return (rules, use, now, signal) => {
    const doing = 'look at which images would go';
    last.abort(overtaken());
    last = new AbortController();
    const either = AbortSignal.any([signal, last.signal]);
    return attempt(doing, () =>
      withEngineDeadline('change', doing, either, async (until) => {
        const images = diskUsage.parse(await askDiskUsage(engine, 'images', until)).Images ?? [];
        const details = new Map<string, ImageDetails>();
        const waiting = images.values();
        const look = async () => {
          for (const image of waiting) {
            const key = keyOf(image);
            const read = known.get(key) ?? (await readImageDetails(engine, image.Id, until).catch(gone));
            if (read === undefined) continue;
            details.set(key, read);
            // Also for the next question, when this one is ended before it has all.
            known.set(key, read);
          }
        };
        await Promise.all(Array.from({ length: atOnce }, look));
        known = details;
        const own = await ownImages();
        const candidates = images.flatMap((image) => {
          const read = details.get(keyOf(image));
          return read === undefined ? [] : [candidateOf(image, read, own)];
        });
        return planRemovals(candidates, rules, use, now);
      }),
    );
  };
}

function overtaken(): SlipwayError {
  return new SlipwayError({
    code: 'aborted',
    message: 'Other rules were asked about meanwhile.',
    hint: 'Look at what is said of those.',
  });
}

/** An image that was removed meanwhile is no more to be planned with. */
function gone(error: unknown): undefined {
  if (!(error instanceof SlipwayError && error.code === 'not-found')) throw error;
}

/** When it came here changes with its names alone. */
function keyOf({ Id, RepoTags }: MeasuredImage): string {
  return JSON.stringify([Id, RepoTags]);
}

/** An image as the rules look at it. */
export function candidateOf(
  { Id, RepoTags, Containers, Created, Size, SharedSize }: MeasuredImage,
  details: Pick<ImageDetails, 'history' | 'layers' | 'taggedAt'>,
  own: ReadonlySet<string> | null,
): Candidate {
  const tags = (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
  const isOwn = own === null ? tags.some((tag) => ownName.test(tag)) : own.has(Id);
  return {
    ...{ id: Id, tags, isKept: Containers > 0 || isOwn },
    // When it was made elsewhere says nothing of when it came here.
    cameAt: details.taggedAt ?? Created * 1000,
    layers: layersOf(details) ?? [{ id: Id, bytes: Math.max(0, Size - Math.max(0, SharedSize)) }],
  };
}

/**
 * The layers by what is below them too: the engine keeps a layer once for each place that it has. Undefined where it does not tell
 * how large each is.
 */
function layersOf({
  history,
  layers: ids,
}: Pick<ImageDetails, 'history' | 'layers'>): Candidate['layers'] | undefined {
  const sizes = new Map(history.map(({ layer, size }) => [layer, size]));
  let chain = '';
  const layers = ids.map((layer) => {
    chain = createHash('sha256').update(chain).update(layer).digest('hex');
    return { id: chain, bytes: sizes.get(layer) };
  });
  const isKnown = layers.every(({ bytes }) => bytes !== undefined);
  return isKnown ? layers.map(({ id, bytes = 0 }) => ({ id, bytes })) : undefined;
}
