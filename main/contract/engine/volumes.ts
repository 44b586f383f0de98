import { z } from 'zod';
import { chosenFileId } from '../files.ts';
import { nothing, request } from '../requests.ts';
import { stream } from '../streams.ts';
import type { CarriedPiece } from './file-trees.ts';
import { volumeNamePattern } from './volume-name.ts';

/** A volume as the list shows it. Every text in it comes from outside and is not to be trusted. */
export interface Volume {
  readonly name: string;
  readonly driver: string;
  /** Milliseconds since 1970; 0 when the driver does not tell. */
  readonly createdAt: number;
  /** Where it lies in the VM. */
  readonly mountpoint: string;
  readonly scope: string;
  /** The Compose project that it belongs to, and what it is called there; null when it was not made by Compose. */
  readonly project: string | null;
  readonly projectName: string | null;
  /** Made for a container without a name of its own. */
  readonly isAnonymous: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** What its driver was given. */
  readonly options: Readonly<Record<string, string>>;
}

/** What a volume takes. */
export interface VolumeSize {
  readonly name: string;
  /** Bytes; null when its driver cannot tell. */
  readonly bytes: number | null;
  /** How many containers have it, running or not. */
  readonly users: number;
}

const volumeName = z.string().regex(volumeNamePattern);

const pairs = z.record(z.string().min(1).max(1024), z.string().max(65_536));

/** A volume that exists: whatever its driver calls it. */
const existing = z.string().min(1).max(4096);

/** What `volumes.create` takes. */
export const volumeParameters = z.strictObject({
  name: volumeName,
  driver: z.string().trim().min(1).max(255).default('local'),
  options: pairs.default({}),
  labels: pairs.default({}),
});

/** What `volumes.create` takes, as the caller writes it. */
export type VolumeParameters = z.input<typeof volumeParameters>;

/** What the window asks about volumes. */
export const volumeRequests = {
  'volumes.list': request<readonly Volume[]>()(nothing),
  /** Counts every file of every volume: slow where there are many. */
  'volumes.sizes': request<readonly VolumeSize[]>()(nothing),
  /** Refuses a name that is taken. */
  'volumes.create': request<void>()(volumeParameters),
  /** Refused while a container has it. */
  'volumes.remove': request<void>()(z.strictObject({ name: existing })),
  /** Removes all that is in it, in use or not. */
  'volumes.empty': request<void>()(z.strictObject({ name: existing })),
} as const;

/** What the window reads bit by bit while a volume is carried. Closing the stream ends the work. */
export const volumeStreams = {
  /** Saves all that is in it as an archive (.tar.gz). */
  'volumes.backUp': stream<CarriedPiece>()(z.strictObject({ name: existing, target: chosenFileId })),
  /**
   * Puts what an archive holds in the place of all that is in a volume: at the end, when all has come. `isNew`: makes the
   * volume, refusing a name that is taken; it is removed again when it cannot be filled.
   */
  'volumes.restore': stream<CarriedPiece>()(
    z.strictObject({ name: existing, file: chosenFileId, isNew: z.boolean().default(false) }),
  ),
  /** Makes a volume that holds the same. */
  'volumes.clone': stream<CarriedPiece>()(z.strictObject({ name: existing, newName: volumeName })),
} as const;
