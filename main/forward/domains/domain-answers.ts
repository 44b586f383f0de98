import {
  type Domain,
  type DomainListeners,
  domainLabel,
  domainSuffix,
  domainUrl,
} from '../../contract/domains.ts';
import { type Failure, SlipwayError } from '../../contract/errors.ts';
import type { AnswerLink, PlainAnswer } from './answer-page.ts';
import type { DomainRoute } from './domain-table.ts';

/** Names that a page lists at most; `slipway domains` has all of them. */
const mostLinks = 200;

/** A request for a name that is not for us: whoever sent it was led here by somebody else's. */
export const misdirected: PlainAnswer = {
  status: 421,
  title: 'This is not here',
  lines: [`Names that end in .${domainSuffix} are answered here, and no others.`],
};

/** A request that means something only to a proxy that was asked to be one. */
export const notOurForm: PlainAnswer = {
  status: 400,
  title: 'This request is not understood',
  lines: ['It names more than a path.'],
};

/** A connection that is to become something else than a WebSocket. */
export const notOurUpgrade: PlainAnswer = {
  status: 501,
  title: 'This connection cannot be upgraded',
  lines: ['HTTP/1.1 and WebSockets are led to containers, and nothing else.'],
};

/** All names that there are, for those whom the name is none of. */
export function indexAnswer(links: readonly AnswerLink[]): PlainAnswer {
  return {
    status: 200,
    title: 'Containers on this computer',
    lines: links.length === 0 ? [nothingYet] : [],
    links,
  };
}

/** There is no container of that name. */
export function unknownAnswer(name: string, links: readonly AnswerLink[]): PlainAnswer {
  return {
    status: 404,
    title: `There is no container ${shortName(name)}`,
    lines: [links.length === 0 ? nothingYet : 'These are here:'],
    links,
  };
}

/** Its container does not run. */
export function notRunningAnswer({ container, state }: DomainRoute): PlainAnswer {
  const start = state === 'paused' ? 'unpause' : 'start';
  const words =
    state === 'exited' || state === 'created' || state === 'dead' ? 'does not run' : `is ${state}`;
  return {
    status: 503,
    title: `The container ${container.name} ${words}`,
    lines: [`Start it with \`slipway docker ${start} ${container.name}\`, or in Slipway’s window.`],
  };
}

/** Something is in the way that is known. */
export function failureAnswer(
  { message, hint }: Pick<Failure, 'message' | 'hint'>,
  status: 502 | 503 | 504 = 503,
): PlainAnswer {
  return { status, title: message.replace(/\.$/, ''), lines: hint === '' ? [] : [hint] };
}

/** The connection to the container's port was closed without an answer: mostly since nobody listens there. */
export function brokenAnswer({ container, port }: DomainRoute, error: unknown): PlainAnswer {
  if (error instanceof SlipwayError) return failureAnswer(error);
  return {
    status: 502,
    title: `Nothing answers at port ${port} of the container ${container.name}`,
    lines: [
      'Its program may still be starting, listen on 127.0.0.1 alone, or on another port.',
      `Its log says more: \`slipway docker logs ${container.name}\`. Another port: \`--label ${domainLabel}.port=3000\`.`,
    ],
  };
}

/** The container has taken the request and does not answer. */
export function silentAnswer({ container, port }: DomainRoute): PlainAnswer {
  return {
    status: 504,
    title: `The container ${container.name} does not answer at port ${port}`,
    lines: ['It has taken the request and said nothing for a long time.'],
  };
}

/** Each name once, with where it is found over that protocol. */
export function linksTo(
  domains: readonly Domain[],
  listeners: DomainListeners,
  isSecure: boolean,
): readonly AnswerLink[] {
  const listener = isSecure ? listeners.https : listeners.http;
  return domains.slice(0, mostLinks).map(({ name, container, isRunning, port, problem }) => ({
    url: domainUrl(name, listener, isSecure) ?? name,
    text: shortName(name),
    note: [
      container.name,
      !isRunning ? 'does not run' : problem === null ? `port ${port}` : problem.message,
    ].join(', '),
  }));
}

function shortName(name: string): string {
  return name.replace(`.${domainSuffix}`, '');
}

const nothingYet =
  'No container has a name here. One that runs does: `slipway docker run -d --name web nginx`.';
