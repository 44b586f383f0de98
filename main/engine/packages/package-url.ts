import type { ImagePackage, ImagePackages } from '../../contract/engine/image-packages.ts';

/** A package's name in all the world (purl), as SPDX and CycloneDX have it: `pkg:deb/debian/bash@5.2?arch=amd64`. */
export function packageUrl(
  { kind, name, version, architecture, source }: ImagePackage,
  distribution: ImagePackages['distribution'],
): string {
  const vendor = distribution?.id ?? (kind === 'deb' ? 'debian' : 'alpine');
  const qualifiers = [
    ['arch', architecture],
    [
      'distro',
      distribution === null || distribution.version === ''
        ? ''
        : `${distribution.id}-${distribution.version}`,
    ],
    ['upstream', source],
  ] as const;
  const said = qualifiers
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${encode(value)}`);
  const path = `pkg:${kind}/${encode(vendor.toLowerCase())}/${encode(name.toLowerCase())}@${encode(version)}`;
  return said.length === 0 ? path : `${path}?${said.join('&')}`;
}

/** purl leaves a colon as it is. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
