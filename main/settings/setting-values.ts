import { availableParallelism } from 'node:os';
import { SlipwayError } from '../contract/errors.ts';
import { formatHostPorts, parseHostPorts } from '../contract/host-ports.ts';
import { credentialsMask, maskCredentials, parseProxyAddress } from '../contract/proxies.ts';
import {
  type Setting,
  type SettingKey,
  type Settings,
  type SettingValue,
  settingDefinitions,
} from '../contract/settings.ts';
import { nearestName } from '../util/nearest-name.ts';

/** The names of all settings. */
export const settingKeys = Object.keys(settingDefinitions) as readonly SettingKey[];

/** Every setting as it is until it is set. */
export const defaultSettings = Object.fromEntries(
  settingKeys.map((key) => [key, settingDefinitions[key].default]),
) as unknown as Settings;

/** Vouches that a name is a setting's; throws `setting-unknown` naming the one that was probably meant. */
export function requireSettingKey(key: string): SettingKey {
  if (isSettingKey(key)) return key;
  const near = nearestName(key, settingKeys);
  throw new SlipwayError({
    code: 'setting-unknown',
    message: `There is no setting named "${key}".`,
    hint:
      near === undefined
        ? '`slipway settings list` names them all.'
        : `Did you mean ${near}? \`slipway settings list\` names them all.`,
  });
}

/** Whether a name is a setting's. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingDefinitions, key);
}

/**
 * Checks a value, given as such or as text from a command line ("2048", "true"), and answers it in the setting's own
 * type. Throws `settings-invalid` saying what is allowed.
 */
export function parseSettingValue(key: SettingKey, given: SettingValue): SettingValue {
  const definition = settingDefinitions[key];
  const parsed = definition.schema.safeParse(typeof given === 'string' ? fromText(key, given) : given);
  if (parsed.success) return parsed.data;
  throw new SlipwayError({
    code: 'settings-invalid',
    message: `The setting ${key} cannot be ${given === '' ? 'empty' : JSON.stringify(shownValue(key, given))}.`,
    hint: `Give it ${definition.allowed}.`,
  });
}

/**
 * A value that was just checked, as it is kept: lists without white space, and ports in order. Throws `settings-invalid` for an
 * entry of a list with white space in it; what is kept already may have some from before, and is read as it was meant.
 */
export function tidySettingValue(key: SettingKey, value: SettingValue): SettingValue {
  if (key === 'network.hostPorts') return formatHostPorts(parseHostPorts(String(value)) ?? []);
  if (key !== 'network.noProxy') return value;
  const entries = String(value)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const spaced = entries.find((entry) => /\s/.test(entry));
  if (spaced === undefined) return entries.join(',');
  throw new SlipwayError({
    code: 'settings-invalid',
    message: `The setting ${key} cannot be ${JSON.stringify(value)}: ${JSON.stringify(spaced)} is no host, for it has a space in it.`,
    hint: `Write commas between them: ${spaced.replace(/\s+/g, ',')}.`,
  });
}

/**
 * What was meant by a value that may be one as it was listed, without its credentials: those that are kept. Throws
 * `settings-invalid` where there are none for it.
 */
export function withCredentials(key: SettingKey, given: SettingValue, kept: SettingValue): SettingValue {
  if (key !== 'network.proxy' || parseProxyAddress(String(given))?.credentials !== credentialsMask)
    return given;
  if (maskCredentials(String(kept)) === given) return kept;
  throw new SlipwayError({
    code: 'settings-invalid',
    message: `The setting ${key} cannot be ${JSON.stringify(given)}: ${credentialsMask} stands for a name and a password that are not known.`,
    hint: `Write name and password in the place of ${credentialsMask}.`,
  });
}

/** A setting's value without what is secret in it. */
function shownValue(key: SettingKey, value: SettingValue): SettingValue {
  return key === 'network.proxy' ? maskCredentials(String(value)) : value;
}

/** A setting as it is listed, without what is secret in it. */
export function describeSetting(key: SettingKey, value: SettingValue): Setting {
  const { schema: _, ...definition } = settingDefinitions[key];
  const { description } = definition;
  // More cores than there are only wait for each other: not forbidden, and not to be chosen unawares.
  const cores = key === 'vm.cpus' ? `. This computer has ${availableParallelism()}` : '';
  return { key, value: shownValue(key, value), ...definition, description: `${description}${cores}` };
}

function fromText(key: SettingKey, text: string): SettingValue {
  switch (typeof settingDefinitions[key].default) {
    case 'number':
      // Number() would take "", "0x10" and "1e3", which nobody means on a command line.
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}
