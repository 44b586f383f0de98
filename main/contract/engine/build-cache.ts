import { nothing, request } from '../requests.ts';

/** What BuildKit keeps of a step, to need not do it again. Untrusted texts. */
export interface BuildCacheEntry {
  readonly id: string;
  /** BuildKit's word for it: `regular`, `source.local`, `exec.cachemount`. */
  readonly kind: string;
  readonly description: string;
  readonly bytes: number;
  /** A build that goes on needs it. */
  readonly isInUse: boolean;
  /** It is a part of an image, too: its bytes are counted there. */
  readonly isShared: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The same; null where it was never used again. */
  readonly lastUsedAt: number | null;
  readonly uses: number;
}

/** What the window asks about the build cache. */
export const buildCacheRequests = {
  'buildCache.list': request<readonly BuildCacheEntry[]>()(nothing),
} as const;
