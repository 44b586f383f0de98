import type { Setting } from '../contract/settings.ts';
import { connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import {
  getSetting,
  listSettings,
  readSettings,
  setSetting,
  unsetSetting,
} from '../settings/settings-store.ts';
import { plain } from '../util/failure-lines.ts';
import { print, printFailure, remark } from './print.ts';

/** `slipway settings list`. */
export async function list(paths: HomePaths, json: boolean): Promise<void> {
  const settings = await listSettings(paths);
  if (json) {
    print(JSON.stringify(settings, undefined, 2));
    return;
  }
  const width = Math.max(...settings.map((setting) => setting.key.length));
  for (const setting of settings) {
    const changed = setting.value === setting.default ? '' : ` (default ${shown(setting.default)})`;
    print(
      `${setting.key.padEnd(width)}  ${shown(setting.value)}${changed}`,
      `${''.padEnd(width)}    ${setting.description}`,
    );
  }
  for (const problem of (await readSettings(paths)).problems) printFailure(problem);
}

/** `slipway settings get KEY`. */
export async function get(paths: HomePaths, key: string, json: boolean): Promise<void> {
  const setting = await getSetting(paths, key);
  print(json ? JSON.stringify(setting, undefined, 2) : plain(String(setting.value)));
}

/** `slipway settings set KEY VALUE`. */
export async function set(paths: HomePaths, key: string, value: string, json: boolean): Promise<void> {
  await changed(paths, await setSetting(paths, key, value), json);
}

/** `slipway settings unset KEY`. */
export async function unset(paths: HomePaths, key: string, json: boolean): Promise<void> {
  await changed(paths, await unsetSetting(paths, key), json);
}

async function changed(paths: HomePaths, setting: Setting, json: boolean): Promise<void> {
  print(json ? JSON.stringify(setting, undefined, 2) : `${setting.key} is ${shown(setting.value)}`);
  if (setting.applies === 'next start' && (await hostListens(paths))) {
    remark('It takes effect with the next start: `slipway restart`.');
  }
}

async function hostListens(paths: HomePaths): Promise<boolean> {
  const client = await connectControl(paths).catch(() => undefined);
  client?.close();
  return client !== undefined;
}

function shown(value: Setting['value']): string {
  return value === '' ? '(empty)' : plain(String(value));
}
