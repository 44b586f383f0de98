import { stat } from 'node:fs/promises';
import type { Setting } from '../contract/settings.ts';
import type { Status } from '../contract/status.ts';
import { connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { chosenCpus, chosenMemoryMiB } from '../settings/machine-size.ts';
import {
  getSetting,
  listSettings,
  readSettings,
  setSetting,
  unsetSetting,
} from '../settings/settings-store.ts';
import { plain } from '../util/failure-lines.ts';
import { formatTable } from './format-table.ts';
import { print, printFailure, remark } from './print.ts';

/** `slipway settings list`. */
export async function list(paths: HomePaths, json: boolean): Promise<void> {
  const settings = await listSettings(paths);
  if (json) {
    print(JSON.stringify(settings, undefined, 2));
    return;
  }
  const rows = settings.flatMap((setting) => {
    const changed = setting.value === setting.default ? '' : ` (default: ${shown(setting.default)})`;
    return [
      [setting.key, `${shown(setting.value)}${changed}`],
      ['', `  ${setting.description}`],
    ];
  });
  print(...formatTable(rows));
  for (const problem of (await readSettings(paths)).problems) printFailure(problem);
}

/** `slipway settings get KEY`. */
export async function get(paths: HomePaths, key: string, json: boolean): Promise<void> {
  const setting = await getSetting(paths, key);
  print(json ? JSON.stringify(setting, undefined, 2) : plain(String(setting.value)));
}

/** `slipway settings set KEY VALUE`. */
export async function set(paths: HomePaths, key: string, value: string, json: boolean): Promise<void> {
  const before = await getSetting(paths, key);
  await changed(paths, before, await setSetting(paths, key, value), json);
}

/** `slipway settings unset KEY`. */
export async function unset(paths: HomePaths, key: string, json: boolean): Promise<void> {
  const before = await getSetting(paths, key);
  await changed(paths, before, await unsetSetting(paths, key), json);
}

async function changed(paths: HomePaths, before: Setting, setting: Setting, json: boolean): Promise<void> {
  print(
    json
      ? JSON.stringify(setting, undefined, 2)
      : `${setting.key} is ${shown(setting.value)}${choiceFor(setting)}`,
  );
  if (setting.applies === 'new disk') await remarkOnDisk(paths, Number(setting.value));
  // Asked for its status, a host looks at its settings: what applies at once holds when this command ends.
  const status = await hostStatus(paths);
  if (setting.applies !== 'next start') return;
  if (status !== undefined && isYetToCome(setting, before, status)) {
    remark('It takes effect with the next start: `slipway restart`.');
  }
}

/** What is chosen for whoever leaves it to Slipway. */
function choiceFor({ key, value }: Pick<Setting, 'key' | 'value'>): string {
  if (value !== 0) return '';
  if (key === 'vm.cpus') return `: Slipway chooses (${chosenCpus(0)})`;
  return key === 'vm.memoryMiB' ? `: Slipway chooses (${chosenMemoryMiB(0)})` : '';
}

async function remarkOnDisk(paths: HomePaths, gib: number): Promise<void> {
  const bytes = (await stat(paths.dataDisk).catch(() => undefined))?.size;
  if (bytes === undefined || bytes === gib * 1024 ** 3) return;
  const grows =
    bytes < gib * 1024 ** 3 ? `\`slipway disk resize ${gib}\` makes it larger` : 'a disk never shrinks';
  remark(
    `It counts for a new data disk; the one there keeps its ${Number((bytes / 1024 ** 3).toFixed(1))} GiB (${grows}).`,
  );
}

/** Whether the VM that runs, or sleeps, has something else than what is set now. */
export function isYetToCome(
  { key, value }: Pick<Setting, 'key' | 'value'>,
  before: Pick<Setting, 'value'>,
  { state, vm }: Pick<Status, 'state' | 'vm'>,
): boolean {
  if (state === 'stopped' || state === 'failed') return false;
  if (vm !== null && key === 'vm.cpus') return chosenCpus(Number(value)) !== vm.cpus;
  if (vm !== null && key === 'vm.memoryMiB') return chosenMemoryMiB(Number(value)) !== vm.memoryMiB;
  if (vm !== null && key === 'vm.accelerator' && value !== 'auto') return value !== vm.accelerator;
  // What the others are for the VM that runs nobody tells: as they were before.
  return value !== before.value;
}

async function hostStatus(paths: HomePaths): Promise<Status | undefined> {
  const client = await connectControl(paths).catch(() => undefined);
  try {
    return await client?.call('status.get', {});
  } catch {
    return undefined;
  } finally {
    client?.close();
  }
}

function shown(value: Setting['value']): string {
  return value === '' ? 'empty' : plain(String(value));
}
