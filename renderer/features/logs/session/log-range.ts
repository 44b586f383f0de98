import { assertNever } from '../../../../main/contract/assert-never.ts';
import type { StreamParametersOf } from '../../../../main/contract/streams.ts';
import type { windowStreams } from '../../../../main/contract/window.ts';
import { isFiltering, type OriginFilter } from './origin-filter.ts';
import type { LogScope } from './sessions.ts';

/** Of which time lines are asked for. */
export type LogRange =
  /** The last lines of each container, however old. */
  | { readonly kind: 'newest' }
  | { readonly kind: 'last'; readonly minutes: number }
  /** Milliseconds since 1970. */
  | { readonly kind: 'since'; readonly time: number }
  | { readonly kind: 'all' };

/** Lines of each container that are asked for when only the newest are: of one more, since it has the page to itself. */
const newestOfEach = 2_000;
const newestOfOne = 20_000;

type FollowParameters = StreamParametersOf<(typeof windowStreams)['logs.follow']>;

/** What the stream is asked for; `now` in milliseconds since 1970. */
export function parametersOf(scope: LogScope, range: LogRange, now: number): FollowParameters {
  const sources = wholeOf(scope);
  switch (range.kind) {
    case 'newest':
      return { sources, tail: scope.kind === 'container' ? newestOfOne : newestOfEach };
    case 'last':
      return { sources, since: Math.max(0, now - range.minutes * 60_000) };
    case 'since':
      return { sources, since: range.time };
    case 'all':
      return { sources };
    default:
      return assertNever(range);
  }
}

function wholeOf(scope: LogScope): FollowParameters['sources'] {
  switch (scope.kind) {
    case 'all':
      return { kind: 'all' };
    case 'container':
      return { kind: 'chosen', containers: [scope.id] };
    case 'service':
      return { kind: 'service', id: scope.id };
    case 'project':
      return { kind: 'chosen', projects: [scope.name] };
    default:
      return assertNever(scope);
  }
}

/** Whose logs are saved: of those that are shown, or of all. */
export function sourcesOf(
  scope: LogScope,
  filter: OriginFilter,
  containers: readonly { readonly id: string; readonly name: string }[],
): FollowParameters['sources'] {
  if (scope.kind === 'container' || scope.kind === 'service' || !isFiltering(filter)) return wholeOf(scope);
  const chosen = containers.filter(({ name }) => filter.containers.has(name)).map(({ id }) => id);
  return { kind: 'chosen', containers: chosen, projects: [...filter.projects] };
}
