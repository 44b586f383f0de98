import type { Failure } from '../../contract/errors.ts';
import { chooseAuthorities, mostAuthorities } from './authorities.ts';
import { type CertificatePlace, readCertificateStore } from './certificate-store.ts';

/** The authorities that this computer trusts and the guest does not by itself. */
export interface FoundCertificates {
  /** In PEM form, one after the other; empty when there is none. */
  readonly pem: string;
  readonly count: number;
  /** From where, for a sentence; null where there is no store. */
  readonly source: string | null;
  readonly problems: readonly Failure[];
}

/** None. */
export const noCertificates: FoundCertificates = { pem: '', count: 0, source: null, problems: [] };

/** Compares this computer's store with the authorities that the guest has `known` all along, by their fingerprints. Never rejects. */
export async function findCertificates(
  place: CertificatePlace,
  known: ReadonlySet<string>,
  now: number,
): Promise<FoundCertificates> {
  const { text, source, problems } = await readCertificateStore(place);
  const { pem, count, broken, beyond } = chooseAuthorities(text, known, now);
  return {
    ...{ pem, count, source },
    problems: [
      ...problems,
      ...(broken === 0 ? [] : [skipped(broken, source)]),
      ...(beyond === 0 ? [] : [tooMany(count, beyond, source)]),
    ],
  };
}

function skipped(broken: number, source: string | null): Failure {
  const what = broken === 1 ? 'A certificate' : `${broken} certificates`;
  return {
    code: 'certificates-unusable',
    message: `${what} in ${source} cannot be understood; the engine goes without.`,
    hint: 'Remove or mend what is broken there (`update-ca-certificates` and the like make that file), or `slipway settings set network.hostCertificates false`.',
  };
}

function tooMany(count: number, beyond: number, source: string | null): Failure {
  return {
    code: 'certificates-unusable',
    message: `${source} has more authorities than the engine is given: ${beyond} were left out beyond the first ${count}.`,
    hint: `At most ${mostAuthorities} that the engine does not know already are taken over: have fewer there.`,
  };
}
