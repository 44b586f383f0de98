import { describe, expect, it } from 'vitest';
import type { Setting } from '../../main/contract/settings.ts';
import { settingProblemText, settingSections, settingValueText, waitingForStart } from './setting-text.ts';

const cores: Setting = {
  key: 'vm.cpus',
  value: 4,
  default: 0,
  section: 'Virtual machine',
  title: 'Cores',
  description: 'Cores of the VM',
  allowed: 'a whole number from 0 to 64',
  applies: 'next start',
  form: { kind: 'number', unit: '' },
};
const onClose: Setting = { ...cores, key: 'app.onClose', section: 'Application', applies: 'now' };

describe('settingValueText', () => {
  it.each([
    [{ kind: 'number', unit: '' }, 4, '4'],
    [{ kind: 'number', unit: 'MiB' }, 2048, '2048 MiB'],
    [{ kind: 'choice', titles: { auto: 'Automatic' } }, 'auto', 'Automatic'],
    [{ kind: 'choice', titles: { auto: 'Automatic' } }, 'newer', 'newer'],
    [{ kind: 'choice', titles: { auto: 'Automatic' } }, 'constructor', 'constructor'],
    [{ kind: 'switch' }, true, 'on'],
    [{ kind: 'switch' }, false, 'off'],
    [{ kind: 'text', whenEmpty: 'Bundled' }, '', 'bundled'],
    [{ kind: 'text', whenEmpty: 'Bundled' }, '/opt/qemu', '/opt/qemu'],
  ] as const)('%j: %j', (form, value, text) => {
    expect(settingValueText(form, value)).toBe(text);
  });
});

describe('settingProblemText', () => {
  it('leaves out what the field shows, and nothing else', () => {
    const failure = { message: 'The setting cannot be "x".', hint: 'Give it a number.' };
    expect(settingProblemText({ ...failure, code: 'settings-invalid' })).toBe('Give it a number.');
    const detail = '/x cannot be used: there is no such file.';
    expect(settingProblemText({ ...failure, code: 'settings-invalid', detail })).toBe(
      '/x cannot be used: there is no such file. Give it a number.',
    );
    const unwritable = { code: 'home-unwritable', message: 'It cannot be written.', hint: 'Free space.' };
    expect(settingProblemText({ ...unwritable, code: 'home-unwritable' })).toBe(
      'It cannot be written. Free space.',
    );
  });
});

it('puts settings under their sections in the order of the list', () => {
  const memory: Setting = { ...cores, key: 'vm.memoryMiB' };
  expect(settingSections([cores, onClose, memory])).toEqual([
    ['Virtual machine', [cores, memory]],
    ['Application', [onClose]],
  ]);
});

describe('waitingForStart', () => {
  it('names what has changed since the start, and only what a start changes', () => {
    expect(waitingForStart([cores, onClose], { 'vm.cpus': 2, 'app.onClose': 8 })).toEqual([cores]);
  });

  it('says nothing of what was put back, or of what is not known', () => {
    expect(waitingForStart([cores], { 'vm.cpus': 4 })).toEqual([]);
    expect(waitingForStart([cores], {})).toEqual([]);
  });
});
