import { useEffect } from 'react';
import { isRunning, useStatus } from './status-store.ts';
import { useRequest } from './use-request.ts';

/** As {@link useRequest}, of what the engine alone knows: what has failed is asked for again once the engine runs again. */
export function useEngineRequest<T>(
  ask: (version: string) => Promise<T>,
  version = '',
): ReturnType<typeof useRequest<T>> {
  const request = useRequest(ask, version);
  const running = useStatus(isRunning);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again once the engine is back, and not because it has failed
  useEffect(() => {
    if (running && request.state.kind === 'failed') request.again();
  }, [running]);
  return request;
}
