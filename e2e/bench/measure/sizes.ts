import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Report, Row } from '../report/report.ts';
import type { BenchContext } from '../support/context.ts';

const megabyte = 1e6;
const column = 'size';

/** Adds up what an installed Slipway brings: the VM image by file, QEMU, the docker client, the images, the app's code. */
export async function measureSizes({ assets, root }: BenchContext): Promise<Report> {
  const image = assets.image.dir;
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['VM image: kernel', join(image, 'kernel')],
    ['VM image: initrd', join(image, 'initrd')],
    ['VM image: root', join(image, 'root.erofs')],
    ['QEMU with its libraries and firmware', assets.qemu?.dir],
    ['docker client with compose and buildx', assets.client?.dir],
    ['bundled images', assets.bundledImages && dirname(assets.bundledImages.file)],
    ['the app’s own code, with its source maps', join(root, 'build/app')],
  ];
  const rows: Row[] = [];
  for (const [label, path] of parts)
    if (path !== undefined) rows.push({ label, values: { [column]: [(await sizeOf(path)) / megabyte] } });
  const total = rows.reduce((sum, row) => sum + (row.values[column]?.[0] ?? 0), 0);
  return {
    tables: [
      {
        title: 'On the disk',
        unit: 'MB',
        head: 'part',
        columns: [column],
        rows: [...rows, { label: 'All', values: { [column]: [total] } }],
      },
    ],
    aims: [],
    notes: ['MB of 1,000,000 bytes. Electron itself and the packages of node_modules come on top.'],
  };
}

/** Bytes of a file, or of all files in a folder; links count as links. */
async function sizeOf(path: string): Promise<number> {
  const found = await lstat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
