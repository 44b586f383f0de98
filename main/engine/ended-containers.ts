import { z } from 'zod';
import { askEngine, EngineRefusal } from './http.ts';
import { readListed } from './listed-containers.ts';

/** With this code the engine marks what had ended without its seeing it. */
const unseenEnd = '255';

/** Most containers that are asked about: each is a request of its own. */
const mostAsked = 200;

/** The guest's clock and the host's may differ by so many milliseconds. */
const clockToleranceMs = 2_000;

const containerSchema = z.object({
  State: z.object({ FinishedAt: z.string() }),
  HostConfig: z.object({ RestartPolicy: z.object({ Name: z.string() }) }),
});

/** The names of the policy that is none. */
const noRestart: readonly string[] = ['', 'no'];

/** A container that ended with its engine. */
export interface EndedContainer {
  readonly name: string;
  /** Its restart policy has the engine start it again. */
  readonly comesBack: boolean;
}

/**
 * The containers that an engine did not see ending since a point in time (milliseconds since 1970), whether they were started again
 * or not, by their names' order. Rejects when one of them cannot be asked about.
 */
export async function readEndedSince(
  socketPath: string,
  since: number,
  signal: AbortSignal,
): Promise<readonly EndedContainer[]> {
  const filters = encodeURIComponent(JSON.stringify({ exited: [unseenEnd] }));
  // One after the other: what is started again meanwhile is in one list or the other, or in both.
  const down = await readListed(socketPath, signal, `/containers/json?all=1&filters=${filters}`);
  const up = await readListed(socketPath, signal);
  const names = new Map([...down, ...up].map(({ id, name }) => [id, name]));
  const ended: EndedContainer[] = [];
  for (const [id, name] of [...names].slice(0, mostAsked)) {
    const end = await readEnd(socketPath, id, signal);
    if (end !== undefined && end.at >= since - clockToleranceMs)
      ended.push({ name, comesBack: end.comesBack });
  }
  signal.throwIfAborted();
  return ended.toSorted(byName);
}

function byName(a: EndedContainer, b: EndedContainer): number {
  return a.name < b.name ? -1 : 1;
}

/** How a container last ended (`at` in milliseconds since 1970); undefined for one that is gone by now. */
async function readEnd(socketPath: string, id: string, signal: AbortSignal) {
  const path = `/containers/${encodeURIComponent(id)}/json`;
  try {
    const found = JSON.parse(await askEngine(socketPath, { method: 'GET', path }, signal)) as unknown;
    const { State, HostConfig } = containerSchema.parse(found);
    const comesBack = !noRestart.includes(HostConfig.RestartPolicy.Name);
    return { at: Date.parse(State.FinishedAt), comesBack };
  } catch (error) {
    // Whatever else comes between is no reason to leave it out: the whole is asked again.
    if (error instanceof EngineRefusal && error.status === 404) return undefined;
    throw error;
  }
}
