import { z } from 'zod';
import { accelerators } from './status.ts';

/** A value that a setting can have. */
export type SettingValue = string | number | boolean;

/** A setting as it is listed. */
export interface Setting {
  readonly key: SettingKey;
  readonly value: SettingValue;
  readonly default: SettingValue;
  readonly description: string;
  /** Which values are taken, in words. */
  readonly allowed: string;
  /** When a change shows: at once, or from the VM's next start. */
  readonly applies: 'now' | 'next start';
}

interface SettingDefinition {
  readonly schema: z.ZodType<SettingValue>;
  readonly default: SettingValue;
  readonly description: string;
  readonly allowed: string;
  readonly applies: 'now' | 'next start';
}

/** Every setting there is. A value of 0 or an empty text means that Slipway chooses. */
export const settingDefinitions = {
  'vm.cpus': {
    schema: z.number().int().min(0).max(64),
    default: 0,
    description: 'Cores of the VM; 0: half of the host, at least 2, at most 8',
    allowed: 'a whole number from 0 to 64',
    applies: 'next start',
  },
  'vm.memoryMiB': {
    schema: z
      .number()
      .int()
      .min(0)
      .max(1_048_576)
      .refine((value) => value === 0 || value >= 512, {
        message: 'must be 0 or at least 512',
      }),
    default: 2048,
    description: 'Memory of the VM in MiB',
    allowed: '0, or a whole number from 512 to 1048576',
    applies: 'next start',
  },
  'vm.accelerator': {
    schema: z.enum(['auto', ...accelerators]),
    default: 'auto',
    description: 'How the guest’s processor runs; auto: the fastest that really works here',
    allowed: 'auto, kvm, hvf, whpx or tcg',
    applies: 'next start',
  },
  'vm.diskGiB': {
    schema: z.number().int().min(4).max(8192),
    default: 64,
    description: 'Size of a new data disk in GiB; only what is used takes space',
    allowed: 'a whole number from 4 to 8192',
    applies: 'next start',
  },
  'qemu.path': {
    schema: z.string().refine((path) => path === '' || /^(\/|[A-Za-z]:[\\/])/.test(path)),
    default: '',
    description: 'A qemu-system program to use in place of the bundled one; empty: bundled',
    allowed: 'the absolute path of a program, or nothing',
    applies: 'next start',
  },
  'docker.context': {
    schema: z.boolean(),
    default: true,
    description: 'Keep a docker context named slipway while the engine runs',
    allowed: 'true or false',
    applies: 'next start',
  },
  'docker.useContext': {
    schema: z.boolean(),
    default: false,
    description: 'Make the slipway context the current one while the engine runs',
    allowed: 'true or false',
    applies: 'next start',
  },
  'app.onClose': {
    schema: z.enum(['keep', 'stop']),
    default: 'keep',
    description: 'When the window’s app quits: keep the engine running, or stop it',
    allowed: 'keep or stop',
    applies: 'now',
  },
} as const satisfies Record<string, SettingDefinition>;

/** The name of a setting. */
export type SettingKey = keyof typeof settingDefinitions;

/** All settings with their values. */
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof settingDefinitions)[Key]['schema']> };
