import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { homePaths } from '../../main/home/paths.ts';
import { isThere } from '../../main/util/is-there.ts';
import { createInstance, giveTemplate, type Instance, testSettings } from './instance.ts';
import { sleepingOriginal } from './shared-vm.ts';

/**
 * Makes an instance that shares its user's home. Its VM has other devices than the shared ones, so that theirs is no template for it:
 * the first such instance boots in full, and leaves its own to those after it.
 */
export async function createSharingInstance(): Promise<Instance> {
  const original = await sleepingOriginal();
  const left = homePaths(join(dirname(original.home), 'sharer'));
  const instance = await createInstance({
    verdictsOf: original,
    settings: testSettings,
    sharesHome: true,
    ...((await isThere(left.template.manifest)) ? { templateOf: left } : {}),
  });
  return {
    ...instance,
    async start() {
      const result = await instance.start();
      await mkdir(left.state, { recursive: true });
      // Another one may have been first; and who finds none boots in full.
      await giveTemplate(instance.paths, left).catch(() => undefined);
      return result;
    },
  };
}
