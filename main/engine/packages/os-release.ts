import type { ImagePackages } from '../../contract/engine/image-packages.ts';

/** Reads `/etc/os-release`: lines as a shell would read them. Null when it does not say what it is. */
export function parseOsRelease(text: string): ImagePackages['distribution'] {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([A-Z0-9_]+)=(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined)
      values.set(name, value.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(["'$`\\])/g, '$1'));
  }
  const id = values.get('ID') ?? '';
  if (id === '') return null;
  const version = values.get('VERSION_ID') ?? '';
  return { id, version, title: values.get('PRETTY_NAME') || [id, version].join(' ').trim() };
}
