import type { ImagePackage } from '../../contract/engine/image-packages.ts';

/**
 * Reads dpkg's list of packages (`/var/lib/dpkg/status`), or one package of it as images without dpkg keep them
 * (`/var/lib/dpkg/status.d/NAME`), which do not say that they are installed. What was removed or never came is left out.
 */
export function parseDpkgStatus(text: string): readonly ImagePackage[] {
  return text.split(/\n\s*\n/).flatMap((stanza): ImagePackage[] => {
    const fields = fieldsOf(stanza);
    const name = fields.get('package');
    const version = fields.get('version');
    if (name === undefined || version === undefined) return [];
    const status = fields.get('status');
    if (status !== undefined && !/ installed$/.test(status)) return [];
    return [
      {
        kind: 'deb',
        name,
        version,
        architecture: fields.get('architecture') ?? '',
        licence: '',
        // "gcc-14 (14.2.0-19)": the version is said where it is another one.
        source: fields.get('source')?.split(' ', 1)[0] ?? '',
      },
    ];
  });
}

/** A line that begins with a space goes on with the field before, which is none of those that are read. */
function fieldsOf(stanza: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of stanza.split('\n')) {
    const end = line.indexOf(':');
    const name = line.slice(0, Math.max(end, 0));
    if (/^[A-Za-z0-9-]+$/.test(name)) fields.set(name.toLowerCase(), line.slice(end + 1).trim());
  }
  return fields;
}
