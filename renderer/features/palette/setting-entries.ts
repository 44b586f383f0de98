import { Settings } from 'lucide-react';
import type { Setting, SettingKey } from '../../../main/contract/settings.ts';
import { goToSetting } from '../../state/wanted-setting.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { PaletteEntry } from './entries.ts';

/** What else people call a setting. */
const otherWords: Readonly<Partial<Record<SettingKey, string>>> = {
  'app.appearance': 'theme colour color mode',
  'vm.cpus': 'processors cpu',
  'vm.memoryMiB': 'ram',
  'vm.diskGiB': 'data disk space',
  'app.onClose': 'quit exit',
};

/** The place of each setting. */
export function settingEntries(settings: readonly Setting[]): readonly PaletteEntry[] {
  return settings.map(({ key, section, title, description, form }) => {
    const values = form.kind === 'choice' ? Object.values(form.titles) : [];
    const words = [section, 'setting preferences', otherWords[key] ?? '', ...values, description].join(' ');
    return {
      ...{ id: `setting ${key}`, title: `${section}: ${title}`, words: visibleText(words), kind: 'Setting' },
      ...{ icon: Settings, onAction: () => goToSetting(key) },
    };
  });
}
