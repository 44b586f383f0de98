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

/** The same of one that goes by itself when it ends in peace: that it has gone, or is going, is no failure. */
export async function removeIfLeft(engine: Docker, id: string): Promise<void> {
  await removeHelper(engine, id).catch((error: Error & { readonly statusCode?: number }) => {
    if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
  });
}
