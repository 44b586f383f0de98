import type Docker from 'dockerode';
import { never } from '../../util/wait.ts';
import { askJson } from '../ask.ts';
import { withEngineDeadline } from '../deadlines.ts';

/** Removes a helper, running or not. */
export async function removeHelper(engine: Docker, id: string): Promise<void> {
  const query = { force: '1', v: '1' };
  await withEngineDeadline('read', 'remove a helper', never, (until) =>
    askJson(engine, { method: 'DELETE', path: `/containers/${id}`, query }, until),
  );
}
