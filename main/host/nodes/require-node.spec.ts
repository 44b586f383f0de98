import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homePaths } from '../../home/paths.ts';
import { createNodeFolder } from './node-records.ts';
import { requireNode } from './require-node.ts';

it('knows those there are, and names them for one that is not', async () => {
  const main = homePaths(await mkdtemp(join(tmpdir(), 'require-node-')));
  try {
    await createNodeFolder(main, { name: 'node-2', number: 2, nodeId: null, createdAt: 0 });
    await requireNode(main, 'node-2');
    await expect(requireNode(main, 'node-9')).rejects.toMatchObject({
      ...{ code: 'not-found', message: expect.stringContaining('node-9'), hint: 'There are: node-2.' },
    });
  } finally {
    await rm(main.home, { recursive: true, force: true });
  }
});
