import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { changeProjects, findProject, loadProjects, rememberProject, withMissing } from './projects-store.ts';

let paths: HomePaths;
beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'compose-')));
});
afterEach(() => rm(paths.home, { recursive: true, force: true }));

const shop = { name: 'shop', files: ['/s/compose.yaml'], folder: '/s', profiles: [] };

describe('the Compose projects that are remembered', () => {
  it('are none to begin with, and then by name', async () => {
    expect(await loadProjects(paths)).toEqual([]);
    await rememberProject(paths, shop);
    await rememberProject(paths, { ...shop, name: 'blog', files: ['/b/compose.yaml'] });
    expect((await loadProjects(paths)).map(({ name }) => name)).toEqual(['blog', 'shop']);
    expect(await findProject(paths, 'shop')).toEqual(shop);
    await expect(findProject(paths, 'x')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('have one of each name: the same again is no other', async () => {
    await rememberProject(paths, shop);
    await changeProjects(paths, ([one]) => (one === undefined ? [] : [{ ...one, profiles: ['tools'] }]));
    await rememberProject(paths, shop);
    expect(await findProject(paths, 'shop')).toMatchObject({ profiles: ['tools'] });
    const other = rememberProject(paths, { ...shop, files: ['/elsewhere/compose.yaml'] });
    await expect(other).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('say which of their files are not there', async () => {
    const file = join(paths.home, 'compose.yaml');
    await writeFile(file, '');
    expect(await withMissing({ ...shop, files: [file, '/nowhere/x.yaml'] })).toMatchObject({
      missing: ['/nowhere/x.yaml'],
    });
  });

  it('are not made anew over a file that cannot be understood', async () => {
    for (const text of ['{', '{"projects":[{"name":"../x","files":["/a"],"folder":"/"}]}']) {
      await writeFile(paths.composeProjects, text);
      await expect(loadProjects(paths)).rejects.toMatchObject({ code: 'settings-invalid' });
      await expect(rememberProject(paths, shop)).rejects.toMatchObject({ code: 'settings-invalid' });
      expect(await readFile(paths.composeProjects, 'utf8')).toBe(text);
    }
  });
});
