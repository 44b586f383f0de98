import { GrpcRefusal } from '../../engine/grpc/open-grpc.ts';
import { type BuildControl, place } from './build-control.ts';
import { type KeptApart, kindOf } from './build-details.ts';
import { readErrorDetails } from './build-error.ts';
import { isProvenance, readProvenance } from './provenance.ts';
import type { Descriptor, HistoryRecord } from './record-messages.ts';

/** Most attestations that are read: a build has one for each platform. */
const mostProvenances = 16;

/** Letters of why something could not be read. */
const longestReason = 300;

const madeFrom = 'what it was made from';

/**
 * Reads what a build's record refers to. What is not there any more, or cannot be read, is said to be missing; it rejects with
 * the signal's reason, or with what became of the connection.
 */
export async function readKeptApart(
  control: Pick<BuildControl, 'read'>,
  { errorDetails, results }: HistoryRecord,
  signal: AbortSignal,
): Promise<KeptApart> {
  const missing: KeptApart['missing'][number][] = [];
  const part = async <T>(what: string, descriptor: Descriptor, read: (content: Buffer) => T) => {
    const content = await control.read(descriptor, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      if (error instanceof GrpcRefusal || error instanceof SyntaxError) return error;
      throw error;
    });
    try {
      if (content instanceof Error) throw content;
      return read(content);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      missing.push({ what, why: words.replace(place, '').slice(0, longestReason) });
      return null;
    }
  };
  const error =
    errorDetails && (await part('the lines at which it has failed', errorDetails, readErrorDetails));
  const attested = results
    .flatMap(({ attestations }) => attestations)
    .filter((attestation) => isProvenance(kindOf(attestation)));
  const provenances = [];
  for (const attestation of attested.slice(0, mostProvenances)) {
    const read = await part(madeFrom, attestation, readProvenance);
    if (read !== null) provenances.push(read);
  }
  const unread = attested.length - mostProvenances;
  if (unread > 0)
    missing.push({ what: madeFrom, why: `no more than ${mostProvenances} attestations are read` });
  return { error, provenances, missing };
}
