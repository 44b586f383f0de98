import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { homePaths } from '../home/paths.ts';
import { createChosenFiles } from '../util/chosen-files.ts';
import { abortAfter } from '../util/wait.ts';
import { composeHandlers } from './handlers.ts';
import { createComposeJobs } from './jobs.ts';
import { rememberProject } from './projects-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-handlers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('writes no template into a folder whose project could not be remembered', async () => {
  const paths = homePaths(join(folder, 'home'));
  await rememberProject(paths, { name: 'quay', files: ['/x/compose.yaml'], folder: '/x', profiles: [] });
  const files = createChosenFiles();
  const jobs = createComposeJobs(async () => undefined, Date.now);
  const handlers = composeHandlers({ paths, jobs, readLabels: async () => undefined }, files);
  const create = async (name: string) => {
    const path = join(folder, name);
    await mkdir(path);
    const chosen = { template: 'page', folder: files.add('write', path).id };
    await expect(handlers['compose.create'](chosen, abortAfter(5_000))).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(await readdir(path)).toEqual([]);
  };
  await create('商店');
  await create('quay');
});
