import { expect, it } from 'vitest';
import { type Setting, type SettingKey, settingDefinitions } from '../../../main/contract/settings.ts';
import { findEntries } from './find-entries.ts';
import { settingEntries } from './setting-entries.ts';

const settings = (Object.keys(settingDefinitions) as SettingKey[]).map((key): Setting => {
  const { schema: _, ...definition } = settingDefinitions[key];
  return { key, value: definition.default, ...definition };
});

it.each([
  ['memory', 'Virtual machine: Memory'],
  ['dark', 'Application: Appearance'],
  ['theme', 'Application: Appearance'],
  ['cpu', 'Virtual machine: Cores'],
])('finds by %s the setting %s', (typed, title) => {
  const found = findEntries(settingEntries(settings), typed, 50).map(({ entry }) => entry.title);
  expect(found).toContain(title);
});
