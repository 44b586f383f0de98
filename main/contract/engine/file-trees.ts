import { z } from 'zod';
import { chosenFileId } from '../files.ts';
import { request } from '../requests.ts';
import { stream } from '../streams.ts';
import { identity } from './identity.ts';

/** Whose files: a container's, running or not, or a volume's. */
export const treeSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('container'), id: identity }),
  z.strictObject({ kind: z.literal('volume'), name: z.string().min(1).max(4096) }),
]);

/** Whose files; see {@link treeSource}. */
export type TreeSource = z.output<typeof treeSource>;

/** What a name stands for. */
export type FileKind = 'file' | 'folder' | 'link' | 'socket' | 'pipe' | 'character-device' | 'block-device';

/** What of a container lies in a place of its own. */
export interface TreeMount {
  readonly kind: 'bind' | 'volume' | 'tmpfs' | 'image' | 'other';
  /** The volume's name or the path on the machine; empty for memory. */
  readonly source: string;
  readonly readOnly: boolean;
}

/**
 * A file as a folder lists it. Every text in it comes from outside and is not to be trusted. Bytes of a name that are no
 * UTF-8 are in it as single surrogates (U+DC80 to U+DCFF), so that each file can be named.
 */
export interface FileEntry {
  readonly name: string;
  readonly kind: FileKind;
  /** Bytes. */
  readonly size: number;
  /** The twelve bits of `chmod`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** By the container's own /etc/passwd and /etc/group; empty where these do not tell. */
  readonly user: string;
  readonly group: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Where a link leads, as it is written; null for anything else. */
  readonly target: string | null;
  /** Something is mounted here; null where nothing is. */
  readonly mount: TreeMount | null;
}

/** A folder and what is in it. */
export interface Folder {
  readonly kind: 'folder';
  /** Where it really is, links followed: begins with a slash, and ends with none unless it is the top. */
  readonly path: string;
  readonly entries: readonly FileEntry[];
  /** There is more in it than can be shown. */
  readonly isCut: boolean;
  /** The mount in which it lies; null for the container's or the volume's own files. */
  readonly mount: TreeMount | null;
  /** Files can be put in and taken out as archives: not where they are in memory or the kernel makes them up. */
  readonly canTransfer: boolean;
}

/** What there is at a path: a folder with all that is in it, or something else. */
export type Found =
  | Folder
  | { readonly kind: 'entry'; readonly path: string; readonly folder: string; readonly entry: FileEntry };

/** What a file holds, as far as it can be shown. */
export interface FileContent {
  /** `binary`: it is no text in UTF-8. */
  readonly kind: 'text' | 'binary';
  /** Untrusted; empty when binary. */
  readonly text: string;
  /** Bytes of the whole file. */
  readonly size: number;
  /** Only its beginning is in `text`. */
  readonly isCut: boolean;
  /** What the file was when it was read: for {@link treeRequests} to tell whether it has changed since. */
  readonly version: string;
}

/** What comes of writing to a file. */
export type Written =
  | { readonly kind: 'written'; readonly version: string }
  /** It is another one than was read: nothing was written. */
  | { readonly kind: 'changed' };

/** A piece of a stream that carries files: how far it is, then what came of it. */
export type CarriedPiece =
  | {
      readonly kind: 'progress';
      readonly bytes: number;
      /** All there will be; null when nobody knows. */
      readonly total: number | null;
      readonly files: number;
    }
  /** What was begun is brought to its end now, cancelled or not. */
  | { readonly kind: 'final' }
  /** These are there already: nothing was done. */
  | { readonly kind: 'taken'; readonly names: readonly string[] }
  /** `leftOut`: how many could not be carried, such as devices and pipes; none when it is missing. */
  | { readonly kind: 'done'; readonly bytes: number; readonly files: number; readonly leftOut?: number };

const path = z.string().startsWith('/').max(65_536);

/** One name in a folder. */
const name = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => text !== '.' && text !== '..' && !/[/\0]/.test(text), 'must be the name of one file');

/** What the window asks of the files of containers and volumes. */
export const treeRequests = {
  /** What is at a path; links are followed, and lead nowhere out of the tree. */
  'tree.open': request<Found>()(z.strictObject({ source: treeSource, path })),
  /** The beginning of a plain file. `path` as `tree.open` told it. */
  'tree.read': request<FileContent>()(z.strictObject({ source: treeSource, path })),
  /** Writes a plain file anew; its owner, its rights and its other names stay. `version`: null for a new file. */
  'tree.write': request<Written>()(
    z.strictObject({
      source: treeSource,
      path,
      text: z.string().max(4_194_304),
      version: z.string().max(200).nullable(),
    }),
  ),
  /** Makes a folder that belongs to the owner of the folder it is in. */
  'tree.makeFolder': request<void>()(z.strictObject({ source: treeSource, folder: path, name })),
  /** Refuses a name that is taken. */
  'tree.rename': request<void>()(z.strictObject({ source: treeSource, folder: path, name, newName: name })),
  /** Removes files, and folders with all that is in them. */
  'tree.remove': request<void>()(
    z.strictObject({ source: treeSource, folder: path, names: z.array(name).min(1).max(10_000) }),
  ),
} as const;

/** What the window reads bit by bit while files are carried. Closing the stream ends the work. */
export const treeStreams = {
  /** Puts files and folders of this machine into a folder. */
  'tree.upload': stream<CarriedPiece>()(
    z.strictObject({
      source: treeSource,
      folder: path,
      files: z.array(chosenFileId).min(1).max(500),
      /** Takes the place of what has the same name; folders are put together. */
      replace: z.boolean().default(false),
    }),
  ),
  /** Saves a file as it is, or a folder as an archive or unpacked into the chosen folder. */
  'tree.download': stream<CarriedPiece>()(
    z.strictObject({
      source: treeSource,
      path,
      form: z.enum(['file', 'tar', 'tar.gz', 'unpacked']),
      target: chosenFileId,
    }),
  ),
} as const;
