import { create } from 'zustand';
import type { Container } from '../../main/contract/engine/containers.ts';
import { toFailure } from '../../main/contract/errors.ts';
import { readStream } from '../read-stream.ts';
import { visibleText } from '../text/visible-text.ts';
import { useEngine } from './engine-store.ts';
import { notify } from './notices.ts';
import { isRunning, useStatus } from './status-store.ts';

/** Containers whose end is waited for, by id: how to stop waiting. */
export const useExitWatch = create<Readonly<Record<string, AbortController>>>(() => ({}));

/** Milliseconds before it is waited anew after the engine has gone and come back. */
const againAfterMs = 1_000;

/** Tells when a container has ended, and how; once is enough. It goes on when the engine is away for a while. */
export function watchExit({ id, name }: Container): void {
  if (useExitWatch.getState()[id] !== undefined) return;
  const stop = new AbortController();
  useExitWatch.setState({ [id]: stop });
  void waitForExit(id, name, stop.signal).finally(() => forget(id));
}

/** Waits no longer for a container's end. */
export function unwatchExit(id: string): void {
  useExitWatch.getState()[id]?.abort();
  forget(id);
}

function forget(id: string): void {
  useExitWatch.setState((now) => Object.fromEntries(Object.entries(now).filter(([key]) => key !== id)), true);
}

async function waitForExit(id: string, firstName: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const { exitCode } of readStream('containers.wait', { id }, signal)) {
        notify({
          kind: 'news',
          text: `${visibleText(nameOf(id) ?? firstName)} has ended with code ${exitCode}.`,
        });
      }
      return;
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code !== 'engine-unreachable') {
        notify({ kind: 'failure', failure });
        return;
      }
      await untilEngineRuns(signal);
    }
  }
}

/** It may have been given another name meanwhile. */
function nameOf(id: string): string | undefined {
  const { containers } = useEngine.getState();
  return containers.kind === 'loaded' ? containers.items.find((item) => item.id === id)?.name : undefined;
}

/** Resolves a little after the engine runs (again), or once the signal aborts. */
async function untilEngineRuns(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const stops: (() => void)[] = [];
    const end = () => {
      for (const stop of stops) stop();
      resolve();
    };
    const look = () => isRunning(useStatus.getState()) && setTimeout(end, againAfterMs);
    signal.addEventListener('abort', end, { once: true });
    stops.push(() => signal.removeEventListener('abort', end), useStatus.subscribe(look));
    look();
  });
}
