import { z } from 'zod';
import { askEngine } from './http.ts';

/** With this code the engine marks what had ended without its seeing it. */
const unseenEnd = '255';

/** Most containers that are asked about: each is a request of its own. */
const mostAsked = 200;

/** The guest's clock and the host's may differ by so many milliseconds. */
const clockToleranceMs = 2_000;

const listSchema = z.array(z.object({ Id: z.string(), Names: z.array(z.string()) }));
const stateSchema = z.object({ State: z.object({ FinishedAt: z.string() }) });

/**
 * The names of the containers that an engine did not see ending since a point in time (milliseconds since 1970), whether they
 * were started again or not.
 */
export async function readEndedSince(
  socketPath: string,
  since: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ask = async (path: string) =>
    JSON.parse(await askEngine(socketPath, { method: 'GET', path }, signal)) as unknown;
  const filters = encodeURIComponent(JSON.stringify({ exited: [unseenEnd] }));
  // One after the other: what is started again meanwhile is in one list or the other, or in both.
  const down = listSchema.parse(await ask(`/containers/json?all=1&filters=${filters}`));
  const up = listSchema.parse(await ask('/containers/json'));
  const names = new Map([...down, ...up].map(({ Id, Names: [name = Id] }) => [Id, name.replace(/^\//, '')]));
  const ended: string[] = [];
  for (const [id, name] of [...names].slice(0, mostAsked)) {
    // One that is gone by now is told by nobody.
    const found = await ask(`/containers/${encodeURIComponent(id)}/json`).catch(() => undefined);
    const state = stateSchema.safeParse(found).data?.State;
    if (state !== undefined && Date.parse(state.FinishedAt) >= since - clockToleranceMs) ended.push(name);
  }
  signal.throwIfAborted();
  return ended.toSorted();
}
