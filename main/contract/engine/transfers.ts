import { z } from 'zod';
import type { Failure } from '../errors.ts';
import { chosenFileId } from '../files.ts';
import { request } from '../requests.ts';
import { stream } from '../streams.ts';
import { identity } from './identity.ts';
import { imageReference } from './images.ts';

/** How far a layer of an image is. */
export type LayerStage =
  | 'waiting'
  /** It broke off, and is begun again in a moment. */
  | 'retrying'
  | 'downloading'
  /** All of it is here, and is still to be unpacked. */
  | 'downloaded'
  | 'extracting'
  | 'uploading'
  | 'done'
  /** It was there already. */
  | 'present';

/** One layer on its way. */
export interface LayerProgress {
  /** What the engine calls it: the first twelve digits of a digest. Untrusted. */
  readonly id: string;
  readonly stage: LayerStage;
  /** Bytes of this stage; null where the engine does not tell. */
  readonly bytes: number | null;
  readonly of: number | null;
}

/** How far a transfer is. */
export interface TransferProgress {
  /** In the order in which the engine named them; empty for one without layers, and before they are known. */
  readonly layers: readonly LayerProgress[];
  /** Bytes of the file that were read or written. */
  readonly bytes: number | null;
  /** How many it will be, as far as that is known. */
  readonly of: number | null;
}

/** What a transfer does. */
export type TransferKind = 'pull' | 'push' | 'save' | 'load' | 'import' | 'export';

/** Images on their way, from or to a registry or a file; or a container's files, to one. */
export interface Transfer {
  readonly id: string;
  readonly kind: TransferKind;
  /** The image's name, or the file's. Untrusted. */
  readonly name: string;
  readonly progress: TransferProgress;
  readonly state:
    | { readonly kind: 'running' }
    /** `said`: what came of it, one sentence. Untrusted. */
    | { readonly kind: 'done'; readonly said: string }
    | { readonly kind: 'failed'; readonly failure: Failure };
}

const name = imageReference;

/** What can be begun. */
export const transferTask = z.discriminatedUnion('kind', [
  /** Without a tag or digest it is `latest`. */
  z.strictObject({ kind: z.literal('pull'), name }),
  /** A name that an image has here. */
  z.strictObject({ kind: z.literal('push'), name }),
  /** Several images become one archive, which holds the layers that they share once. */
  z.strictObject({
    kind: z.literal('save'),
    names: z.array(name).min(1).max(500),
    file: chosenFileId,
    /** What the archive will about take, in bytes: the engine does not tell. */
    about: z.number().min(0),
  }),
  z.strictObject({ kind: z.literal('load'), file: chosenFileId }),
  /** A root file system as one layer. */
  z.strictObject({ kind: z.literal('import'), file: chosenFileId, name }),
  /** All files of a container but those in volumes. Its name is for the words alone. */
  z.strictObject({ kind: z.literal('export'), id: identity, name: z.string().max(512), file: chosenFileId }),
]);

const transfer = z.strictObject({ id: z.uuid() });

/** What the window asks about transfers. They go on whatever the window shows. */
export const transferRequests = {
  /** Begins one, and answers its id at once. The same pull or push twice is one. */
  'transfers.begin': request<string>()(transferTask),
  /** Ends one that is under way, and forgets it; one that has ended is left alone. */
  'transfers.cancel': request<void>()(transfer),
  /** Begins one that has failed again. */
  'transfers.retry': request<void>()(transfer),
  /** Forgets one that has ended. */
  'transfers.dismiss': request<void>()(transfer),
} as const;

/** What the window reads of transfers. */
export const transferStreams = {
  /** All of them, the oldest first: at once, and after each change. */
  'transfers.follow': stream<readonly Transfer[]>()(z.strictObject({})),
} as const;
