import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
} from '@peculiar/asn1-x509';
import { domainSuffix } from '../../contract/domains.ts';

/** An authority is trusted by hand, so it is not to be made anew often. In milliseconds: ten years. */
const authorityLastsMs = 3_652 * 86_400_000;

/** A certificate of a name lies in memory alone; with each process there are new ones. In milliseconds. */
export const leafLastsMs = 7 * 86_400_000;

/** Clocks of browsers in other VMs may be behind. In milliseconds. */
const backdatedMs = 3_600_000;

const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const commonName = '2.5.4.3';

/** A key that signs, and the certificate that says for what. */
export interface Authority {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

/** A new key, on the curve that every browser knows. */
export function makeKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/**
 * An authority for names at and below {@link domainSuffix} and for nothing else: no other name, no address, and no authority
 * below it. `title` is what stores of certificates list it as. `now` in milliseconds since 1970.
 */
export function makeAuthority(title: string, now: number): Authority {
  const key = makeKey();
  const permitted = [new GeneralName({ dNSName: domainSuffix })];
  const excluded = ['0.0.0.0/0', '::/0'].map((iPAddress) => new GeneralName({ iPAddress }));
  const subtrees = (names: readonly GeneralName[]) =>
    new GeneralSubtrees(names.map((base) => new GeneralSubtree({ base })));
  const certificate = signCertificate({
    ...{ subject: title, issuer: title, publicKey: createPublicKey(key), signer: key },
    ...{ notBefore: now - backdatedMs, notAfter: now + authorityLastsMs },
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign)),
      extension(
        id_ce_nameConstraints,
        new NameConstraints({
          permittedSubtrees: subtrees(permitted),
          excludedSubtrees: subtrees(excluded),
        }),
      ),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth]), false),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyId(key)), false),
    ],
  });
  return { key, certificate };
}

/** A certificate for one name, of whoever has the private key. In PEM. `now` in milliseconds since 1970. */
export function makeLeaf(name: string, key: KeyObject, authority: Authority, now: number): string {
  const { subject } = authority.certificate;
  return signCertificate({
    // Its name proper is in the extension; there is no room for 64 letters and more here.
    subject: 'Slipway container',
    issuer: subject.replace(/^CN=/, ''),
    publicKey: createPublicKey(key),
    signer: authority.key,
    notBefore: now - backdatedMs,
    notAfter: now + leafLastsMs,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false })),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature)),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth]), false),
      extension(
        id_ce_subjectAltName,
        new SubjectAlternativeName([new GeneralName({ dNSName: name })]),
        false,
      ),
      extension(
        id_ce_authorityKeyIdentifier,
        new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyId(authority.key)) }),
        false,
      ),
    ],
  }).toString();
}

interface Wanted {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: readonly Extension[];
}

function signCertificate(wanted: Wanted): X509Certificate {
  const algorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const body = new TBSCertificate({
    version: 2,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer: named(wanted.issuer),
    subject: named(wanted.subject),
    validity: new Validity({ notBefore: new Date(wanted.notBefore), notAfter: new Date(wanted.notAfter) }),
    subjectPublicKeyInfo: AsnConvert.parse(
      wanted.publicKey.export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    ),
    extensions: new Extensions([...wanted.extensions]),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(body)), wanted.signer);
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: algorithm,
    signatureValue: arrayBuffer(signature),
  });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)));
}

function extension(id: string, value: object, critical = true): Extension {
  return new Extension({
    extnID: id,
    critical,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}

function named(text: string): Name {
  const value = new AttributeValue({ utf8String: text });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value })])]);
}

/** As RFC 5280 has it (4.2.1.2): of the key's bits. */
function keyId(key: KeyObject): ArrayBuffer {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const { subjectPublicKey } = AsnConvert.parse(spki, SubjectPublicKeyInfo);
  return arrayBuffer(createHash('sha1').update(Buffer.from(subjectPublicKey)).digest());
}

/** A number of 127 random bits: positive, and never the same. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return arrayBuffer(bytes);
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
