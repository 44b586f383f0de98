import { randomUUID } from 'node:crypto';
import type { ImagePackages } from '../../contract/engine/image-packages.ts';
import { packageUrl } from './package-url.ts';
import { type BillSubject, isExpression } from './write-spdx.ts';

/** The packages of an image as a CycloneDX 1.6 document. */
export function cyclonedxDocument(subject: BillSubject, { packages, distribution }: ImagePackages) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: {
      timestamp: new Date(subject.madeAt).toISOString(),
      tools: { components: [{ type: 'application', name: 'Slipway' }] },
      component: { type: 'container', 'bom-ref': subject.id, name: subject.name, version: subject.id },
    },
    components: packages.map((one, index) => ({
      type: 'library',
      'bom-ref': `${one.kind}-${index}`,
      name: one.name,
      version: one.version,
      purl: packageUrl(one, distribution),
      ...(one.licence === ''
        ? {}
        : {
            licenses: [
              isExpression(one.licence) ? { expression: one.licence } : { license: { name: one.licence } },
            ],
          }),
    })),
  };
}
