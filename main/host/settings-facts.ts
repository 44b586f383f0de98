import type { Failure } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { readSettings } from '../settings/settings-store.ts';

/** What the settings have to say in a status. */
export interface SettingsFacts {
  /** What is wrong with their file, now. */
  readonly problems: readonly Failure[];
  /** Software emulation is what the user chose: that an accelerator does not work is no news. */
  readonly wantsSoftware: boolean;
}

/** Reads the settings anew: two small reads. */
export async function readSettingsFacts(paths: HomePaths): Promise<SettingsFacts> {
  const { settings, problems } = await readSettings(paths);
  return { problems, wantsSoftware: settings['vm.accelerator'] === 'tcg' };
}
