import type { ImageDetails } from '../../main/contract/engine/image-details.ts';
import { shortImageName } from '../../main/contract/engine/image-name.ts';
import type { PackageFormat } from '../../main/contract/engine/image-packages.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { notify, notifyFailure } from './notices.ts';

/** How files of each form end, by their makers' word. */
const endings: Readonly<Record<PackageFormat, string>> = { spdx: 'spdx.json', cyclonedx: 'cdx.json' };

/** Asks where to, and writes the packages of an image there. */
export async function exportPackages({ id, tags }: ImageDetails, format: PackageFormat): Promise<void> {
  try {
    const target = await call('files.chooseTarget', {
      title: 'Export the packages',
      name: `${shortImageName(tags[0] ?? id)}.${endings[format]}`,
      kinds: [{ name: 'Bills of materials', extensions: ['json'] }],
    });
    if (target === null) return;
    const path = await call('images.exportPackages', { id, format, file: target.id });
    notify({ kind: 'done', text: `Wrote ${visibleText(path)}.` });
  } catch (error) {
    notifyFailure(error);
  }
}
