import { expect, it } from 'vitest';
import { followAppearance } from './follow-appearance.ts';

type Appearance = 'system' | 'light' | 'dark';

it('takes on what the setting says, and leaves what cannot be read', async () => {
  const theme: { themeSource: Appearance } = { themeSource: 'system' };
  let setting: Appearance | Error = 'dark';
  const look = followAppearance({
    read: async () => {
      if (setting instanceof Error) throw setting;
      return setting;
    },
    theme,
  });
  await look();
  expect(theme.themeSource).toBe('dark');
  setting = new Error('unreadable');
  await look();
  expect(theme.themeSource).toBe('dark');
  setting = 'system';
  await look();
  expect(theme.themeSource).toBe('system');
});

it('ends with the later of two changes, although the earlier one was read more slowly', async () => {
  const theme: { themeSource: Appearance } = { themeSource: 'system' };
  const answers: readonly [Appearance, number][] = [
    ['dark', 20],
    ['light', 0],
  ];
  let asked = 0;
  const look = followAppearance({
    read: async () => {
      const [value, afterMs] = answers[asked++] ?? ['system', 0];
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      return value;
    },
    theme,
  });
  await Promise.all([look(), look()]);
  expect(theme.themeSource).toBe('light');
});
