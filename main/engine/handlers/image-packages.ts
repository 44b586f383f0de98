import { Readable } from 'node:stream';
import { shortImageName } from '../../contract/engine/image-name.ts';
import type { ImagePackages, imagePackageRequests } from '../../contract/engine/image-packages.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import { receiveFile } from '../../util/receive-file.ts';
import type { Engines } from '../engines.ts';
import { readImageDetails } from '../image-details.ts';
import { readPackages } from '../packages/read-packages.ts';
import { cyclonedxDocument } from '../packages/write-cyclonedx.ts';
import { spdxDocument } from '../packages/write-spdx.ts';

/** Most images whose packages are kept: an image never changes, and to look into one takes some seconds. */
const mostKept = 20;

/** The code behind {@link imagePackageRequests}; `files` are those that the page's user has chosen. */
export function imagePackageHandlers(
  { acting }: Pick<Engines, 'acting'>,
  files: Pick<ChosenFiles, 'path'>,
): Handlers<typeof imagePackageRequests> {
  const kept = new Map<string, ImagePackages>();
  const packagesOf = async (id: string, signal: AbortSignal) => {
    const known = kept.get(id) ?? (await readPackages(acting, id, signal));
    kept.set(id, known);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return known;
  };
  return {
    'images.packages': ({ id }, signal) => packagesOf(id, signal),
    async 'images.exportPackages'({ id, format, file }, signal) {
      const path = files.path('write', file);
      const [packages, details] = await Promise.all([
        packagesOf(id, signal),
        readImageDetails(acting, id, signal),
      ]);
      const subject = { id: details.id, name: details.tags[0] ?? shortImageName(id), madeAt: Date.now() };
      const document =
        format === 'spdx' ? spdxDocument(subject, packages) : cyclonedxDocument(subject, packages);
      const text = Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
      await receiveFile(path, Readable.from([text]), () => undefined, signal);
      return path;
    },
  };
}
