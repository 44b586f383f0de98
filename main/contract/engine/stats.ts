import { z } from 'zod';
import { request } from '../requests.ts';
import { stream } from '../streams.ts';
import { identity, onOne } from './identity.ts';

/** What a container used at one moment. Rates are of the time since the sample before. */
export interface UsageSample {
  /** Milliseconds since 1970, by the host's clock. */
  readonly at: number;
  /** Processors in use: 0.5 is half of one. */
  readonly cpus: number;
  /** Bytes, without files that are only cached. */
  readonly memoryBytes: number;
  /** Bytes a second. */
  readonly receivedRate: number;
  readonly sentRate: number;
  readonly readRate: number;
  readonly writtenRate: number;
  readonly processes: number;
}

/** The samples of a container, the oldest first. */
export interface UsageHistory {
  readonly samples: readonly UsageSample[];
  /** Bytes that it may use at most: its own limit, or what the VM has. 0 when it is not known. */
  readonly memoryLimitBytes: number;
}

/** The last sample of a container. */
export interface CurrentUsage {
  readonly id: string;
  readonly sample: UsageSample;
  readonly memoryLimitBytes: number;
}

/** What is asked about what containers use. */
export const statsRequests = {
  /** What is known of the last hour; empty for a container that was not seen running in it. */
  'stats.history': request<UsageHistory>()(onOne),
} as const;

/** What is read about what containers use, bit by bit. */
export const statsStreams = {
  /**
   * New samples of all running containers as they come. While somebody reads it samples are taken often, those of
   * `focus` first; otherwise seldom.
   */
  'stats.live': stream<readonly CurrentUsage[]>()(z.strictObject({ focus: identity.optional() })),
} as const;
