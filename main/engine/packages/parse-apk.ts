import type { ImagePackage } from '../../contract/engine/image-packages.ts';

/** Reads apk's list of packages (`/lib/apk/db/installed`): a letter for each field, an empty line after each package. */
export function parseApkInstalled(text: string): readonly ImagePackage[] {
  return text.split(/\n\s*\n/).flatMap((entry): ImagePackage[] => {
    const fields = new Map<string, string>();
    for (const line of entry.split('\n')) {
      // The first of each: what follows tells of files, with letters of its own.
      if (line[1] === ':' && !fields.has(line[0] ?? '')) fields.set(line[0] ?? '', line.slice(2).trim());
    }
    const name = fields.get('P');
    const version = fields.get('V');
    if (!name || !version) return [];
    const source = fields.get('o') ?? '';
    return [
      {
        kind: 'apk',
        name,
        version,
        architecture: fields.get('A') ?? '',
        licence: fields.get('L') ?? '',
        source: source === name ? '' : source,
      },
    ];
  });
}
