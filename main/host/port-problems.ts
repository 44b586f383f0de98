import type { Failure } from '../contract/errors.ts';
import type { PublishedPort } from '../contract/ports.ts';

/** Problems that a status tells one by one. A guest may ask for thousands of ports that are all taken. */
const mostProblems = 16;

/** What is wrong with ports, for the status; they are tried again every `retryMs`. */
export function portProblems(ports: readonly PublishedPort[], retryMs: number): readonly Failure[] {
  const all = ports.flatMap((port) =>
    port.problem === null ? [] : [unreached(port.problem, port, retryMs)],
  );
  const rest = all.length - mostProblems;
  return rest <= 0 ? all : [...all.slice(0, mostProblems), furtherOnes(rest)];
}

function unreached({ message, hint, ...problem }: Failure, of: PublishedPort, retryMs: number): Failure {
  const name = of.service?.name ?? of.container?.name;
  const whose = `A ${of.service === null ? 'container' : 'service'}${name === undefined ? '' : ` (${name})`}`;
  return {
    ...problem,
    message: `${whose} is not reached by its port: ${message}`,
    hint: `${hint.replace(/\.$/, '')}; Slipway tries again every ${retryMs / 1000} s.`,
  };
}

function furtherOnes(count: number): Failure {
  return {
    code: 'port-unavailable',
    message: `Containers or services are not reached by ${count} further ports.`,
    hint: '`slipway ports` says why not.',
  };
}
