import { randomUUID } from 'node:crypto';
import type { ImagePackage, ImagePackages } from '../../contract/engine/image-packages.ts';
import { packageUrl } from './package-url.ts';

/** Which image a bill of materials is of, and when it was made (milliseconds since 1970). */
export interface BillSubject {
  readonly id: string;
  readonly name: string;
  readonly madeAt: number;
}

/** What no database says. */
const unknown = 'NOASSERTION';

/** The packages of an image as an SPDX 2.3 document. */
export function spdxDocument(subject: BillSubject, { packages, distribution }: ImagePackages) {
  const root = 'SPDXRef-Image';
  const described = packages.map((one, index) => spdxPackage(one, index, distribution));
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: subject.name,
    // It need not lead anywhere; it has to be another one for each document.
    documentNamespace: `urn:uuid:${randomUUID()}`,
    creationInfo: { created: seconds(subject.madeAt), creators: ['Tool: Slipway'] },
    packages: [
      {
        SPDXID: root,
        name: subject.name,
        versionInfo: subject.id,
        downloadLocation: unknown,
        filesAnalyzed: false,
        primaryPackagePurpose: 'CONTAINER',
      },
      ...described,
    ],
    relationships: [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: root },
      ...described.map(({ SPDXID }) => ({
        spdxElementId: root,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: SPDXID,
      })),
    ],
  };
}

function spdxPackage(one: ImagePackage, index: number, distribution: ImagePackages['distribution']) {
  return {
    // Letters, digits, dots and dashes alone; the number keeps it apart from every other.
    SPDXID: `SPDXRef-${one.kind}-${index}-${one.name.replace(/[^A-Za-z0-9.-]+/g, '-')}`,
    name: one.name,
    versionInfo: one.version,
    downloadLocation: unknown,
    filesAnalyzed: false,
    licenseConcluded: unknown,
    licenseDeclared: isExpression(one.licence) ? one.licence : unknown,
    copyrightText: unknown,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: packageUrl(one, distribution),
      },
    ],
  };
}

/** Whether a database's text for a licence can be one of SPDX's expressions: older packages have sentences there. */
export function isExpression(text: string): boolean {
  return /^\(*[A-Za-z0-9.+-]+\)*(?: (?:AND|OR|WITH) \(*[A-Za-z0-9.+-]+\)*)*$/.test(text);
}

/** SPDX has no fractions of a second. */
function seconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
