import { expect, it, vi } from 'vitest';
import { SlipwayError } from '../../contract/errors.ts';
import { createChosenFiles } from '../../util/chosen-files.ts';
import { abortAfter, untilAborted } from '../../util/wait.ts';
import { type BuildParts, buildHandlers } from './handlers.ts';

it('ends the check of a text when the next one is to be checked', async () => {
  const files = createChosenFiles();
  const folder = files.add('read', '/harbour').id;
  const good = { warnings: [], error: null };
  const check: BuildParts['check'] = ({ text }, signal) =>
    text === 'slow' ? untilAborted(signal) : Promise.resolve(good);
  const handlers = buildHandlers({ check } as BuildParts, files);
  const ask = (text: string) => handlers['builds.check']({ folder, text, target: '' }, abortAfter(5_000));
  const slow = ask('slow');
  expect(await ask('next')).toEqual(good);
  await expect(slow).rejects.toMatchObject({ name: 'AbortError' });
});

it('adds to a build of this app what BuildKit has kept of it once it has ended, or that it has forgotten it', async () => {
  const kept = { missing: [], options: [] };
  const details = vi.fn(async (ref: string) => {
    if (ref === 'lost') throw new SlipwayError({ code: 'not-found', message: 'It is gone.', hint: '' });
    if (ref === 'away')
      throw new SlipwayError({ code: 'engine-unreachable', message: 'It sleeps.', hint: '' });
    return { id: ref, name: 'another name', kept };
  });
  const builds = {
    get: (id: string) => {
      const [kind, ref = null] = id.split(' ');
      return { build: { id, name: 'quay', ref, state: { kind }, kept: null } };
    },
  };
  const handlers = buildHandlers(
    { builds, history: { details } } as unknown as BuildParts,
    createChosenFiles(),
  );
  const ask = (id: string) => handlers['builds.details']({ id }, abortAfter(5_000));
  expect(await ask('done ebb')).toMatchObject({ id: 'done ebb', name: 'quay', kept });
  expect(await ask('failed lost')).toMatchObject({
    name: 'quay',
    kept: { materials: [], missing: [{ what: 'what BuildKit keeps of it', why: 'It is gone.' }] },
  });
  // What an engine that is away keeps is not missing.
  await expect(ask('done away')).rejects.toMatchObject({ code: 'engine-unreachable' });
  details.mockClear();
  for (const id of ['running ebb', 'cancelled']) expect(await ask(id)).toMatchObject({ id, kept: null });
  expect(details).not.toHaveBeenCalled();
});
