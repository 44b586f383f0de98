import { z } from 'zod';
import type { Failure } from '../errors.ts';
import { request } from '../requests.ts';
import { stream } from '../streams.ts';
import { type ContainerOptions, containerOptions } from './container-options.ts';
import { identity, onOne } from './identity.ts';

/** The label by which a container says which one it takes the place of: that one's id. */
export const replacesLabel = 'dev.slipway.replaces';

/** What was chosen for a container, apart from what its image gives. Every text in it is untrusted. */
export interface ChosenOptions {
  readonly options: ContainerOptions;
  readonly isRunning: boolean;
  /** The Compose project that it belongs to. */
  readonly project: string | null;
  /** What else was chosen for it, in words: a new one gets it as it is. */
  readonly kept: readonly string[];
}

/** What is done when a container is made anew, in this order; `back` when something of it failed. */
export type RecreateStep = 'create' | 'stop' | 'swap' | 'start' | 'watch' | 'health' | 'back';

/** What is told of it. */
export type RecreateNews =
  | { readonly kind: 'step'; readonly step: RecreateStep }
  /** The new one has its place, and the old one is kept beside it. */
  | {
      readonly kind: 'done';
      readonly id: string;
      readonly oldName: string;
      /** Null without a health check, and for one that was not started. */
      readonly isHealthy: boolean | null;
    }
  /** Something failed, as `failure` says: the old one has its place again and the new one is gone, unless that failed too. */
  | { readonly kind: 'back'; readonly isBack: boolean; readonly failure: Failure };

/** What the window asks about making a container anew. */
export const recreateRequests = {
  'container.chosen': request<ChosenOptions>()(onOne),
  /** Stops making a container anew, by the old one's id, and goes back; nothing happens when it is over. */
  'recreate.cancel': request<void>()(onOne),
  /** Gives the old one its place again and removes the new one, by the new one's id. Also after a half-done exchange. */
  'recreate.goBack': request<void>()(onOne),
  /** Removes the old one, by the new one's id; volumes stay. */
  'recreate.keep': request<void>()(onOne),
} as const;

/** What the window follows of it. */
export const recreateStreams = {
  /** Begins it; goes on to its end even when nobody follows any more. */
  'recreate.run': stream<RecreateNews>()(z.strictObject({ id: identity, options: containerOptions })),
} as const;
