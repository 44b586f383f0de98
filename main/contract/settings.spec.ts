import { describe, expect, it } from 'vitest';
import { type SettingForm, settingDefinitions } from './settings.ts';

const settings = Object.entries(settingDefinitions).map(([key, definition]) => {
  const form: SettingForm = definition.form;
  return { ...definition, key, form };
});

describe.each(settings)('$key', ({ form, schema, default: byDefault }) => {
  it('takes its own default', () => {
    expect(schema.parse(byDefault)).toBe(byDefault);
  });

  it('is edited in a form that gives values of its type', () => {
    const types = { number: 'number', choice: 'string', switch: 'boolean', text: 'string' } as const;
    expect(types[form.kind]).toBe(typeof byDefault);
  });
});

it('settings of a section apply alike', () => {
  for (const { section, applies } of settings) {
    const others = settings.filter((setting) => setting.section === section);
    expect(others.map((setting) => setting.applies)).toEqual(others.map(() => applies));
  }
});

it('a choice offers each value that is taken, and no other', () => {
  for (const { form, schema } of settings) {
    if (form.kind !== 'choice') continue;
    expect(Object.keys(form.titles).toSorted()).toEqual(
      'options' in schema ? schema.options.toSorted() : undefined,
    );
  }
});
