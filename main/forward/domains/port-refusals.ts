import { domainSuffix } from '../../contract/domains.ts';
import type { Failure } from '../../contract/errors.ts';
import type { PortHolder } from '../../contract/ports.ts';
import { findHolder } from '../ports/port-holder.ts';

/** What the system says of an address that it does not give. */
export interface ListenError extends NodeJS.ErrnoException {
  readonly address?: string;
}

/** Why names of containers are not answered at a port. */
export interface Refusal {
  readonly port: number;
  /** Follows the port: `is taken by another program`. */
  readonly words: string;
  /** What helps, as half a sentence; null where it is only another port. */
  readonly help: string | null;
  /** While there is a place to answer at, nobody needs to choose another. */
  readonly isHelpEnough: boolean;
  readonly holder: PortHolder | null;
}

/** Why a port could not be listened on, and who has it. */
export async function refusalOf(port: number, error: ListenError): Promise<Refusal> {
  const { code, message, address = '127.0.0.1' } = error;
  const refused = (words: string, help: string | null, holder: PortHolder | null = null): Refusal => ({
    ...{ port, words, help, holder },
    isHelpEnough: false,
  });
  if (code === 'EADDRINUSE') {
    const holder = (await findHolder({ protocol: 'tcp', address, port })) ?? null;
    if (holder?.pid === process.pid) return publishedToo(port);
    if (holder === null)
      return refused('is taken by another program', 'End that program (root sees which one it is)');
    const words = `is taken by process ${holder.pid} (${holder.name})`;
    // Its containers are another home's, and would end with it for the sake of a number.
    return refused(words, holder.home === undefined ? `End it (\`kill ${holder.pid}\`)` : null, holder);
  }
  if (code === 'EACCES' || code === 'EPERM')
    return refused(
      'is not given to Slipway: ports below 1024 are for administrators',
      process.platform === 'linux'
        ? `\`sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}\` lets every program open it`
        : null,
    );
  return refused(`cannot be opened: ${message}`, null);
}

/** Of a port that a container of this home has. */
export function publishedToo(port: number): Refusal {
  return {
    port,
    words: 'is published by a container',
    help: `Publish another port, or none: it is reached as NAME.${domainSuffix} all the same`,
    ...{ isHelpEnough: true, holder: null },
  };
}

/** What is said of a port that is not to be had, or of both; null when the first one was. `setting`: whose value the first is. */
export function problemOf(refusals: readonly Refusal[], setting: string): Failure | null {
  const [first, second] = refusals;
  if (first === undefined) return null;
  const both = second === undefined ? '' : `, and port ${second.port} ${second.words}`;
  const another = `\`slipway settings set ${setting} ${anotherPort(refusals)}\``;
  const { help, isHelpEnough } = first;
  const hint =
    help === null || (isHelpEnough && second !== undefined)
      ? `Choose another port: ${another}.`
      : isHelpEnough
        ? `${help}.`
        : `${help}, or choose another port: ${another}.`;
  return {
    code: 'port-unavailable',
    message: `Port ${first.port} of this computer ${first.words}${both}.`,
    hint,
  };
}

/** One that needs no administrator, and was not refused just now: 8080 for 80. */
function anotherPort(refusals: readonly Refusal[]): number {
  const taken = refusals.map(({ port }) => port);
  let port = 8000 + ((taken[0] ?? 0) % 1000);
  while (taken.includes(port)) port += 1;
  return port;
}
