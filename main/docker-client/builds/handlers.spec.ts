import { expect, it } from 'vitest';
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
