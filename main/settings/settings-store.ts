import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import {
  type Setting,
  type SettingKey,
  type Settings,
  type SettingValue,
  settingDefinitions,
} from '../contract/settings.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing, isMissing, namingFile, writeFailureCode } from '../util/file-errors.ts';
import { checkProgram } from './check-program.ts';
import { whileFileLocked } from './file-lock.ts';
import {
  defaultSettings,
  describeSetting,
  parseSettingValue,
  requireSettingKey,
  settingKeys,
  tidySettingValue,
  withCredentials,
} from './setting-values.ts';

/** All settings, and what is wrong with the file that they came from. */
export interface LoadedSettings {
  readonly settings: Settings;
  /** A damaged file that was set aside, values that are not allowed (their default is used). */
  readonly problems: readonly Failure[];
}

/** The file's content: only what differs from the defaults. Keys of a newer version are kept, not understood. */
type Stored = Readonly<Record<string, unknown>>;

/** A file's times may be this much coarser than the clock, in milliseconds: Linux's tick is 10 at most, FAT has two seconds. */
const fileTickMs = 2_000;

/** What was read last of each file without a problem, and of which version of it: a host asks every few seconds. */
const lastRead = new Map<string, { readonly version: string; readonly settings: Settings }>();

/** All settings. A missing file means the defaults; see {@link readSettings} for what may be wrong with it. */
export async function loadSettings(paths: HomePaths): Promise<Settings> {
  // Before the file is read: one that changes in between is read again.
  const version = await versionOf(paths.settings);
  if (version === 'none') return defaultSettings;
  const known = lastRead.get(paths.settings);
  if (known !== undefined && known.version === version) return known.settings;
  const { settings, problems } = await readSettings(paths);
  if (version !== undefined && problems.length === 0) lastRead.set(paths.settings, { version, settings });
  else lastRead.delete(paths.settings);
  return settings;
}

/**
 * What tells a file's content from others that it had, 'none' of one that is missing; undefined where that cannot be found out, as of
 * one that was written to just now: it may be once more within the same tick of its clock.
 */
async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(path, { bigint: true });
    return Date.now() - Number(ctimeMs) < fileTickMs
      ? undefined
      : `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return isMissing(error) ? 'none' : undefined;
  }
}

/** All settings with the problems of their file. A file that cannot be understood is renamed, never overwritten. */
export async function readSettings(paths: HomePaths): Promise<LoadedSettings> {
  const problems: Failure[] = [];
  const stored = await readOrRecover(paths, problems);
  problems.push(...(await damagedFiles(paths)));
  const values = settingKeys.map((key): [SettingKey, SettingValue] => {
    const value = stored[key];
    if (value === undefined) return [key, settingDefinitions[key].default];
    try {
      return [key, parseSettingValue(key, value as SettingValue)];
    } catch (error) {
      const failure = toFailure(error);
      problems.push({
        ...failure,
        message: `${failure.message} Its default is used instead.`,
        hint: `\`slipway settings set ${key} VALUE\`: ${settingDefinitions[key].allowed}.`,
      });
      return [key, settingDefinitions[key].default];
    }
  });
  // Each pair has just been parsed with the schema of its key.
  return { settings: Object.fromEntries(values) as unknown as Settings, problems };
}

/** Every setting with its value, default and description. */
export async function listSettings(paths: HomePaths): Promise<readonly Setting[]> {
  const settings = await loadSettings(paths);
  return settingKeys.map((key) => describeSetting(key, settings[key]));
}

/** One setting. Throws `setting-unknown`. */
export async function getSetting(paths: HomePaths, key: string): Promise<Setting> {
  const known = requireSettingKey(key);
  return describeSetting(known, (await loadSettings(paths))[known]);
}

/**
 * Sets a setting; a text is read as the setting's own type ("2048", "true"). Throws `setting-unknown` or
 * `settings-invalid`, and what {@link prepareHome} throws. Writers at the same moment lose nothing.
 */
export async function setSetting(paths: HomePaths, key: string, value: SettingValue): Promise<Setting> {
  const known = requireSettingKey(key);
  const kept = (await loadSettings(paths))[known];
  const parsed = tidySettingValue(known, withCredentials(known, parseSettingValue(known, value), kept));
  await checkAgainstMachine(known, parsed);
  await change(paths, (stored) => {
    const { [known]: _, ...rest } = stored;
    return parsed === settingDefinitions[known].default ? rest : { ...rest, [known]: parsed };
  });
  return describeSetting(known, parsed);
}

/** Only what is being set: a home may have come from a larger machine, and then the start says so. */
async function checkAgainstMachine(key: SettingKey, value: SettingValue): Promise<void> {
  if (key === 'qemu.path' && value !== '') await checkProgram(key, String(value));
  const hostMiB = Math.floor(totalmem() / 1_048_576);
  if (key !== 'vm.memoryMiB' || Number(value) <= hostMiB) return;
  throw new SlipwayError({
    code: 'settings-invalid',
    message: `The setting vm.memoryMiB cannot be ${value}: this machine has ${hostMiB} MiB.`,
    hint: `Give it 0 (Slipway chooses) or a whole number from 512 to ${hostMiB}, and leave some for the machine itself.`,
  });
}

/** Puts a setting back to its default. Throws `setting-unknown`; one that is at its default stays so. */
export async function unsetSetting(paths: HomePaths, key: string): Promise<Setting> {
  const known = requireSettingKey(key);
  await change(paths, ({ [known]: _, ...rest }) => rest);
  return describeSetting(known, settingDefinitions[known].default);
}

async function change(paths: HomePaths, edit: (stored: Stored) => Stored): Promise<void> {
  await prepareHome(paths);
  await whileFileLocked(paths.settings, async () => {
    try {
      const edited = edit((await readStored(paths)) ?? (await setAside(paths)));
      const sorted = Object.fromEntries(Object.entries(edited).sort(([a], [b]) => (a < b ? -1 : 1)));
      await writeFileAtomically(paths.settings, `${JSON.stringify(sorted, undefined, 2)}\n`);
    } catch (error) {
      throw new SlipwayError(
        {
          code: writeFailureCode(error),
          message: `The settings in ${paths.settings} cannot be written: ${refusalText(error)}.`,
          hint: 'Free space or mend the permissions of that folder; the old settings still hold.',
        },
        { cause: error },
      );
    }
  });
}

/** What the file holds: nothing when there is none, undefined when it cannot be understood. */
async function readStored(paths: HomePaths): Promise<Stored | undefined> {
  const text = await readFile(paths.settings, 'utf8').catch(ignoreMissing).catch(namingFile(paths.settings));
  return text === undefined ? {} : parseObject(text);
}

/** What the file holds; what is wrong with it is added to `problems`, and the defaults hold. */
async function readOrRecover(paths: HomePaths, problems: Failure[]): Promise<Stored> {
  let stored: Stored | undefined;
  try {
    stored = await readStored(paths);
  } catch (error) {
    problems.push({
      code: 'settings-invalid',
      message: `The settings file cannot be read: ${refusalText(error)}; the defaults hold.`,
      hint: 'Mend, move or remove what is there under that name.',
    });
    return {};
  }
  return stored ?? recover(paths, problems);
}

/** Keeps a damaged file under another name. To be called under the lock, or it might take a writer's fresh file. */
async function setAside(paths: HomePaths): Promise<Stored> {
  const time = new Date().toISOString().replaceAll(':', '-');
  await rename(paths.settings, `${paths.settings}.damaged-${time}`);
  return {};
}

/** Looks again under the lock at a file that seemed damaged, and sets it aside when it is. */
async function recover(paths: HomePaths, problems: Failure[]): Promise<Stored> {
  try {
    return await whileFileLocked(
      paths.settings,
      async () => (await readStored(paths)) ?? (await setAside(paths)),
    );
  } catch (error) {
    problems.push({
      code: 'settings-invalid',
      message: `The settings file ${paths.settings} cannot be understood and cannot be moved; the defaults hold.`,
      hint: 'Mend or remove that file.',
      detail: (error as Error).message,
    });
    return {};
  }
}

function parseObject(text: string): Stored | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Stored)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Files set aside stay a problem until the user removes them, whoever found them damaged. */
async function damagedFiles(paths: HomePaths): Promise<Failure[]> {
  const folder = dirname(paths.settings);
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter((name) => name.startsWith(`${basename(paths.settings)}.damaged-`))
    .map((name) => ({
      code: 'settings-invalid',
      message: `The settings file could not be understood and was kept as ${join(folder, name)}; the defaults hold.`,
      hint: 'Set again what you had changed (`slipway settings set`), then remove that file.',
    }));
}
