import { z } from 'zod';
import { request } from '../requests.ts';

/** An image that Docker Hub has. Every text in it comes from outside and is not to be trusted. */
export interface FoundImage {
  /** What it is pulled by, without a tag. */
  readonly name: string;
  readonly description: string;
  /** Docker itself looks after it. */
  readonly isOfficial: boolean;
  readonly stars: number;
}

/** What the window asks of Docker Hub. */
export const imageSearchRequests = {
  /** At most 50, what fits best first. */
  'images.search': request<readonly FoundImage[]>()(
    z.strictObject({ term: z.string().trim().min(1).max(256) }),
  ),
} as const;
