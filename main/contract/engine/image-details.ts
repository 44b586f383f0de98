import { request } from '../requests.ts';
import { onOne } from './identity.ts';

/** A step of an image's history. */
export interface ImageStep {
  /** The command that made it, as the builder wrote it down. */
  readonly createdBy: string;
  readonly comment: string;
  /** Milliseconds since 1970; null when nobody wrote it down. */
  readonly createdAt: number | null;
  /** Bytes that it added; 0 for one that changed the configuration alone. */
  readonly size: number;
  /** The layer's diff id; null for a step without one, and where the engine does not tell which is whose. */
  readonly layer: string | null;
}

/** Everything that the engine knows of an image. Every text in it comes from outside and is not to be trusted. */
export interface ImageDetails {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** Bytes, shared layers included. */
  readonly size: number;
  /** Milliseconds since 1970; null when nobody wrote it down. */
  readonly createdAt: number | null;
  /** When it last got a name here, by a pull, a build, a load or a tag. Milliseconds since 1970; null when it never did. */
  readonly taggedAt: number | null;
  /** Such as `linux/arm64/v8`. */
  readonly platform: string;
  readonly author: string;
  readonly comment: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingFolder: string;
  readonly user: string;
  readonly stopSignal: string;
  /** Words of the health check, its kind first; empty without one. */
  readonly healthCheck: readonly string[];
  /** `NAME=value`. */
  readonly environment: readonly string[];
  /** `80/tcp`. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The first one first. */
  readonly history: readonly ImageStep[];
  /** Diff ids of all layers, the lowest first. */
  readonly layers: readonly string[];
}

/** What the window asks about one image. */
export const imageDetailsRequests = {
  /** Rejects with `not-found` when there is none of that id or name. */
  'images.details': request<ImageDetails>()(onOne),
} as const;
