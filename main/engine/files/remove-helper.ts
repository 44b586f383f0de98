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

/** The same of one that goes by itself when it ends in peace: that it is going is no failure. Answers whether it was there. */
export async function removeIfLeft(engine: Docker, id: string): Promise<boolean> {
  try {
    await removeHelper(engine, id);
    return true;
  } catch (error) {
    const { statusCode } = error as { readonly statusCode?: number };
    if (statusCode !== 404 && statusCode !== 409) throw error;
    return statusCode === 409;
  }
}
