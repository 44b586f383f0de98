import type { ImagePackages } from '../../contract/engine/image-packages.ts';

/** Reads `/etc/os-release`: lines as a shell would read them. Null when it does not say what it is. */
export function parseOsRelease(text: string): ImagePackages['distribution'] {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    // Whoever made the image wrote the line: nothing here may look at the same spaces twice.
    const [, name, value] = /^([A-Z0-9_]+)=(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined && value !== undefined)
      values.set(name, value.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(["'$`\\])/g, '$1'));
  }
  const id = values.get('ID') ?? '';
  if (id === '') return null;
  const version = values.get('VERSION_ID') ?? '';
  return { id, version, title: values.get('PRETTY_NAME') || [id, version].join(' ').trim() };
}
