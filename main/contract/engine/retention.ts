import { z } from 'zod';
import { request } from '../requests.ts';
import { ruleLimits } from './rule-limits.ts';

/** Which images are to go. Null: no matter; an image goes when any of the others says so. */
export const retentionRules = z.strictObject({
  /** It came here (was pulled, built, loaded or named) so many days ago. */
  olderThanDays: z.number().min(0).max(ruleLimits.age).nullable(),
  /** No container was made of it, or ended, for so many days. */
  unusedForDays: z.number().min(0).max(ruleLimits.use).nullable(),
  /** All images together may take so many bytes; those that were used least recently go first. */
  mostBytes: z.number().int().min(0).nullable(),
});

/** {@link retentionRules}, checked. */
export type RetentionRules = z.output<typeof retentionRules>;

/** Which rule an image goes by. */
export type RetentionReason = 'age' | 'use' | 'size';

/** An image that would go. Untrusted names. */
export interface RemovableImage {
  readonly id: string;
  /** Every name that it has; none for one without. */
  readonly tags: readonly string[];
  /** Bytes that go with it, after those before it in the plan have gone. */
  readonly bytes: number;
  readonly reason: RetentionReason;
  /** When it came here. Milliseconds since 1970. */
  readonly cameAt: number;
  /** When a container of it was last seen. Milliseconds since 1970; null where none was since that is looked for. */
  readonly usedAt: number | null;
}

/** What rules would do now. Nothing is removed by asking. */
export interface RetentionPlan {
  /** By reason, and those first that were not used for longest. */
  readonly remove: readonly RemovableImage[];
  /** Bytes that are freed. */
  readonly freesBytes: number;
  /** Bytes of all images, shared layers once. */
  readonly bytes: number;
  /** How many images there are, and how many of them no rule can remove: a container has them, or they are Slipway’s own. */
  readonly count: number;
  readonly kept: number;
  /** Since when it is known which images are used: nothing counts as unused for longer. Milliseconds since 1970. */
  readonly watchedSince: number;
}

/** What the window asks about images that are to go. */
export const retentionRequests = {
  'images.plan': request<RetentionPlan>()(retentionRules),
} as const;
