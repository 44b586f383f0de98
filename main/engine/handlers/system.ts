import type { buildCacheRequests } from '../../contract/engine/build-cache.ts';
import type { systemRequests, systemStreams } from '../../contract/engine/system.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import { listBuildCache } from '../build-cache.ts';
import { readEngineInfo } from '../engine-info.ts';
import type { Engines } from '../engines.ts';
import { measureKind, prune } from '../system.ts';

/** The code behind {@link systemRequests} and {@link buildCacheRequests}. */
export function systemHandlers({
  reading,
  acting,
}: Engines): Handlers<typeof systemRequests & typeof buildCacheRequests> {
  return {
    'system.usage': ({ kind }, signal) => measureKind(reading, kind, signal),
    'system.prune': ({ kind, all }, signal) => prune(acting, kind, all, signal),
    'buildCache.list': (_, signal) => listBuildCache(reading, signal),
    'system.info': (_, signal) => readEngineInfo(reading, signal),
  };
}

/** The code behind {@link systemStreams}. */
export function systemSources({ events }: Engines): Sources<typeof systemStreams> {
  return { 'system.events': (_, signal) => events.follow(signal) };
}
