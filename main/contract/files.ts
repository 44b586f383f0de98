import { z } from 'zod';
import { request } from './requests.ts';

/** A file that the user has chosen in a dialog of the system. The page never names a path by itself. */
export interface ChosenFile {
  /** What requests take for it, until the page is loaded anew. */
  readonly id: string;
  /** To show. Untrusted. */
  readonly path: string;
}

/** What a request takes for a {@link ChosenFile}. */
export const chosenFileId = z.uuid();

const title = z.string().min(1).max(200);

/** Which files a dialog offers: all others can be shown, too. */
const kinds = z
  .array(
    z.strictObject({
      /** Such as `Archives`. */
      name: z.string().min(1).max(100),
      /** Without the dot. */
      extensions: z
        .array(z.string().regex(/^[a-z0-9.]{1,16}$/i))
        .min(1)
        .max(16),
    }),
  )
  .max(8)
  .default([]);

/** What the window asks of the system's file dialogs. */
export const fileRequests = {
  /** Where something is to be saved; null when the user has decided against it. Replacing a file was agreed to. */
  'files.chooseTarget': request<ChosenFile | null>()(
    z.strictObject({
      title,
      /** A name to begin with. May be made of untrusted text: what no file name can hold is replaced. */
      name: z.string().max(1_024),
      kinds,
    }),
  ),
  /** What is to be read; none when the user has decided against it. */
  'files.chooseSources': request<readonly ChosenFile[]>()(
    z.strictObject({
      title,
      kinds,
      several: z.boolean().default(false),
      /** Folders, and no files. */
      folders: z.boolean().default(false),
    }),
  ),
  /** A folder into which something is to be saved; null when the user has decided against it. */
  'files.chooseFolder': request<ChosenFile | null>()(z.strictObject({ title })),
} as const;
