import { assertNever } from '../../main/contract/assert-never.ts';
import type { Failure } from '../../main/contract/errors.ts';
import type { Setting, SettingForm, SettingValue } from '../../main/contract/settings.ts';

/** A value of a setting as its field shows it. */
export function settingValueText(form: SettingForm, value: SettingValue): string {
  switch (form.kind) {
    case 'number':
      return form.unit === '' ? String(value) : `${value} ${form.unit}`;
    case 'choice':
      return (Object.hasOwn(form.titles, String(value)) && form.titles[String(value)]) || String(value);
    case 'switch':
      return value === true ? 'on' : 'off';
    case 'text':
      return value === '' ? form.whenEmpty.toLowerCase() : String(value);
    default:
      return assertNever(form);
  }
}

/** Why a setting was not changed. What stands in the field need not be said again beside it. */
export function settingProblemText({ code, message, hint, detail }: Failure): string {
  const reason = code === 'settings-invalid' ? detail : message;
  return reason === undefined ? hint : `${reason} ${hint}`;
}

/** The settings by their sections, both in the order in which they come. */
export function settingSections(
  settings: readonly Setting[],
): readonly (readonly [section: string, settings: readonly Setting[]])[] {
  const names = [...new Set(settings.map(({ section }) => section))];
  return names.map((name) => [name, settings.filter(({ section }) => section === name)]);
}

/** The settings that a running engine does not have yet: they have changed since it was started. */
export function waitingForStart(
  settings: readonly Setting[],
  startedWith: Readonly<Partial<Record<string, SettingValue>>>,
): readonly Setting[] {
  return settings.filter(({ key, value, applies }) => {
    const before = startedWith[key];
    return applies === 'next start' && before !== undefined && before !== value;
  });
}
