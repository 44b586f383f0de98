import { create } from 'zustand';
import type { Container } from '../../main/contract/engine/containers.ts';
import { readStatus, type StatusSpan } from '../text/status-span.ts';

/** Since when a container has been as it is. */
export interface Since {
  readonly kind: StatusSpan['kind'];
  /** Milliseconds since 1970. */
  readonly at: number;
}

type SinceById = Readonly<Record<string, Since>>;

/** Since when containers have been as they are, by their ids: as exactly as the list of them has told. */
export const useSince = create<SinceById>(() => ({}));

/**
 * What it takes the engine to answer, and a clock of the VM that is not quite that of this machine, must not make the words
 * jump: milliseconds.
 */
const slackMs = 2_000;

/** Takes note of a list of containers that was read just now. */
export function noteSince(containers: readonly Pick<Container, 'id' | 'status'>[], now: number): void {
  useSince.setState(sinceOf(containers, useSince.getState(), now), true);
}

/**
 * The list gives the time that has passed by its largest unit: when that began is worked out once, and stays as long as it
 * agrees with what the engine says.
 */
export function sinceOf(
  containers: readonly Pick<Container, 'id' | 'status'>[],
  before: SinceById,
  now: number,
): SinceById {
  const after: Record<string, Since> = {};
  for (const { id, status } of containers) {
    const span = readStatus(status);
    if (span === null) continue;
    const known = before[id];
    const agrees =
      known?.kind === span.kind &&
      now - known.at >= span.least - slackMs &&
      now - known.at < span.most + slackMs;
    after[id] = agrees ? known : { kind: span.kind, at: now - (span.least + span.most) / 2 };
  }
  return after;
}
