import { createHash, X509Certificate } from 'node:crypto';

/** Companies add a handful; all that browsers trust are a hundred and fifty. More than this is no store to trust as a whole. */
export const mostAuthorities = 512;

/** What all of them may take on the seed disk, in bytes: half a thousand of the usual size. */
export const mostBytes = 1_048_576;

/** What was chosen of a store of certificates. */
export interface ChosenAuthorities {
  /** In PEM form, one after the other, each with its end of line; empty when there is none. */
  readonly pem: string;
  /** How many these are. */
  readonly count: number;
  /** How many of the store are no certificates, although they say so. */
  readonly broken: number;
  /** How many were left out since there are too many. */
  readonly beyond: number;
}

/**
 * What the certificate in a text with its two lines of PEM is known by: SHA-256 of its bytes, in hexadecimal digits, as
 * scripts/image/build.mjs writes it. Nothing is parsed for it: that takes OpenSSL a millisecond each, and a wake waits for it.
 */
export function fingerprint(pem: string): string {
  const bytes = Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64');
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Chooses from the text of a store (PEM) the authorities' certificates (basicConstraints CA) that are valid at `now`
 * (milliseconds since 1970) and not among those `known` already. They are written anew from what was parsed: nothing else that
 * stands in the text, such as a private key, is ever passed on.
 */
export function chooseAuthorities(store: string, known: ReadonlySet<string>, now: number): ChosenAuthorities {
  const chosen = new Map<string, string>();
  let bytes = 0;
  let broken = 0;
  let beyond = 0;
  for (const block of certificateBlocks(store)) {
    const name = fingerprint(block ?? '');
    if (known.has(name) || chosen.has(name)) continue;
    const certificate = block === undefined ? undefined : parse(block);
    if (certificate === undefined) broken += 1;
    if (certificate === undefined || !certificate.ca || !isValid(certificate, now)) continue;
    const text = `${certificate.toString().trim()}\n`;
    if (chosen.size === mostAuthorities || bytes + text.length > mostBytes) {
      beyond += 1;
      continue;
    }
    chosen.set(name, text);
    bytes += text.length;
  }
  return { pem: [...chosen.values()].join(''), count: chosen.size, broken, beyond };
}

const begin = '-----BEGIN CERTIFICATE-----';
const end = '-----END CERTIFICATE-----';

/** Each certificate of a text; undefined for one without an end, which takes nothing of the next along. */
function certificateBlocks(store: string): readonly (string | undefined)[] {
  return store
    .split(begin)
    .slice(1)
    .map((rest) => {
      const length = rest.indexOf(end);
      return length === -1 ? undefined : `${begin}${rest.slice(0, length)}${end}\n`;
    });
}

function parse(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}

function isValid({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}
