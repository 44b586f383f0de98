import type { Container } from '../../../main/contract/engine/containers.ts';
import { useSince } from '../../state/since-store.ts';
import { useNow } from '../../state/use-now.ts';
import { useOutOfMemory } from '../../state/use-out-of-memory.ts';
import { hasFailed, statusWords } from '../../text/container-status.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

const minute = 60_000;

/** How a container is and since when, in words that go on with the clock. */
export function StatusText({ container }: { readonly container: Container }) {
  const { state } = container;
  const isOutOfMemory = useOutOfMemory(container);
  const text = useStatusWords(container);
  const tone = hasFailed(container, isOutOfMemory) ? 'state-failed' : state === 'running' ? '' : 'quiet';
  return (
    <Untrusted className={tone} text={isOutOfMemory ? text.replace(/^Exited/, 'Out of memory') : text} />
  );
}

function useStatusWords(container: Container): string {
  const since = useSince((store) => store[container.id]?.at ?? null);
  // Seconds are told within the first minute alone.
  const isYoung = since !== null && Date.now() - since < minute;
  const now = useNow(since === null ? null : isYoung ? 1_000 : 10_000);
  // The clock of before may be older than what is told of it.
  return statusWords(container, since === null ? null : Math.max(now, since) - since);
}
