// The containers by which the app reaches files: shown nowhere, and left over by nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TreeSource } from '../../main/contract/engine/file-trees.ts';
import { listContainers } from '../../main/engine/containers.ts';
import { helperLabel } from '../../main/engine/files/helper-labels.ts';
import { sweepHelpers } from '../../main/engine/files/sweep-helpers.ts';
import { withUnstarted } from '../../main/engine/files/unstarted.ts';
import { measureKind } from '../../main/engine/system.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { type TreeClient, treeClient, volume } from './tree-client.ts';

const why = whyNoNativeEngine();
const signal = new AbortController().signal;
const image = 'slipway/busybox';

describe.skipIf(why)(`helpers without a VM${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let trees: TreeClient;

  beforeAll(async () => {
    home = await createNativeHome();
    trees = treeClient(home);
    await run(['create', '--name', 'asleep', image, 'true']);
  });
  afterAll(async () => {
    trees?.helpers.close();
    await home?.remove();
  });

  const asleep: TreeSource = { kind: 'container', id: 'asleep' };
  const run = async (parameters: readonly string[]) => {
    const { code, stdout, stderr } = await home.instance.client(parameters);
    expect({ code, stderr }, parameters.join(' ')).toMatchObject({ code: 0 });
    return stdout.trim();
  };
  const helpers = async () =>
    (await run(['ps', '--all', '--format', '{{.Names}}', '--filter', `label=${helperLabel}`]))
      .split('\n')
      .filter(Boolean);

  it('are not in the list and what it takes room, and are gone when they are not needed', async () => {
    expect(await trees.names(asleep, '/')).toContain('etc');
    expect(await helpers()).toEqual([expect.stringMatching(/^slipway-files-/)]);
    const listed = await listContainers(trees.engine, signal);
    expect(listed.map(({ name }) => name)).toEqual(['asleep']);
    const usage = await measureKind(trees.engine, 'containers', signal);
    expect(usage).toMatchObject({ count: 1 });
    trees.helpers.close();
    await expect.poll(helpers, { timeout: 20_000 }).toEqual([]);
    // And one is there again when it is needed.
    expect(await trees.names(asleep, '/')).toContain('etc');
  });

  it('that an app has left are removed, and those that are used are not', async () => {
    const left = ['--label', `${helperLabel}=files`, image];
    await run(['run', '--detach', '--name', 'slipway-files-left', ...left, 'sleep', '600']);
    await run(['create', '--name', 'slipway-look-left', ...left, 'true']);
    await run(['volume', 'create', 'cargo']);
    await withUnstarted(trees.engine, { image, volume: 'cargo' }, 'look', signal, async () => {
      sweepHelpers(trees.engine)(true);
      await expect.poll(helpers, { timeout: 20_000 }).toHaveLength(2);
      expect((await helpers()).join(' ')).not.toContain('left');
    });
    expect(await trees.names(volume('cargo'), '/')).toEqual([]);
  });

  it('that were lost with the engine are removed when it is back', async () => {
    expect(await helpers()).toHaveLength(1);
    await home.engine.kill();
    await home.engine.revive();
    sweepHelpers(trees.engine)(true);
    await expect.poll(helpers, { timeout: 20_000 }).toEqual([]);
    expect(await trees.names(asleep, '/')).toContain('etc');
  });

  it('come back when their image was removed', async () => {
    trees.helpers.close();
    await run(['rm', '--force', 'asleep']);
    await run(['volume', 'rm', 'cargo']);
    await expect.poll(() => home.instance.client(['rmi', image]).then(({ code }) => code)).toBe(0);
    await run(['volume', 'create', 'flotsam']);
    expect(await trees.names(volume('flotsam'), '/')).toEqual([]);
  });
});
