import { create } from 'zustand';
import type { SettingKey } from '../../main/contract/settings.ts';
import { show } from './view-store.ts';

/** The setting that somebody has asked for; null once its row has taken the focus. */
export const useWantedSetting = create<{ readonly key: SettingKey | null }>(() => ({ key: null }));

/** Goes to a setting. */
export function goToSetting(key: SettingKey): void {
  useWantedSetting.setState({ key });
  show('settings');
}
