import type { SettingKey, SettingValue } from '../../main/contract/settings.ts';
import { settingDefinitions } from '../../main/contract/settings.ts';
import {
  describeSetting,
  parseSettingValue,
  requireSettingKey,
  settingKeys,
} from '../../main/settings/setting-values.ts';

/** Settings that are kept nowhere, checked as the real ones are. */
export function fixtureSettings() {
  const changed = new Map<SettingKey, SettingValue>();
  const describe = (key: SettingKey) =>
    describeSetting(key, changed.get(key) ?? settingDefinitions[key].default);
  return {
    /** Puts all back to their defaults. */
    reset: () => changed.clear(),
    list: async () => settingKeys.map(describe),
    async set(name: string, value: SettingValue) {
      const key = requireSettingKey(name);
      changed.set(key, parseSettingValue(key, value));
      return describe(key);
    },
    async unset(name: string) {
      const key = requireSettingKey(name);
      changed.delete(key);
      return describe(key);
    },
  };
}
