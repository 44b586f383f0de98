import { z } from 'zod';
import { fallbackPorts } from './domains.ts';
import { ruleLimits } from './engine/rule-limits.ts';
import { parseHostPorts } from './host-ports.ts';
import { parseMirrors } from './mirrors.ts';
import { isNoProxyEntry, parseProxyAddress, splitNoProxy } from './proxies.ts';
import { accelerators } from './status.ts';

/** A value that a setting can have. */
export type SettingValue = string | number | boolean;

/** How a setting is edited where there are fields. */
export type SettingForm =
  /** `unit` stands behind the number; empty when it counts things. */
  | { readonly kind: 'number'; readonly unit: string }
  /** Each value that is taken, with its title. */
  | { readonly kind: 'choice'; readonly titles: Readonly<Record<string, string>> }
  | { readonly kind: 'switch' }
  /** `whenEmpty` says what an empty text means. */
  | { readonly kind: 'text'; readonly whenEmpty: string };

interface SettingText {
  /** The heading under which it stands, beside others that apply alike. */
  readonly section:
    | 'Virtual machine'
    | 'Sleep'
    | 'Data disk'
    | 'Published ports'
    | 'Network'
    | 'Proxy and certificates'
    | 'Container domains'
    | 'Images'
    | 'Docker client'
    | 'Application';
  readonly title: string;
  readonly description: string;
  /** Which values are taken, in words. */
  readonly allowed: string;
  /** When a change shows: at once, from the VM's next start, or only with a data disk that is yet to be made. */
  readonly applies: 'now' | 'next start' | 'new disk';
  readonly form: SettingForm;
}

/** A setting as it is listed. */
export interface Setting extends SettingText {
  readonly key: SettingKey;
  readonly value: SettingValue;
  readonly default: SettingValue;
}

interface SettingDefinition extends SettingText {
  readonly schema: z.ZodType<SettingValue>;
  readonly default: SettingValue;
}

/** Every setting there is. A value of 0 or an empty text means that Slipway chooses. */
export const settingDefinitions = {
  'vm.cpus': {
    schema: z.number().int().min(0).max(64),
    default: 0,
    section: 'Virtual machine',
    title: 'Cores',
    description: 'Processor cores of the VM. 0: half of this computer’s, at least 2, at most 8',
    allowed: 'a whole number from 0 to 64',
    applies: 'next start',
    form: { kind: 'number', unit: '' },
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
    section: 'Virtual machine',
    title: 'Memory',
    description: 'Memory of the VM in MiB. 0: Slipway chooses (2048)',
    allowed: '0 (Slipway chooses: 2048), or a whole number from 512 to what this machine has',
    applies: 'next start',
    form: { kind: 'number', unit: 'MiB' },
  },
  'vm.accelerator': {
    schema: z.enum(['auto', ...accelerators]),
    default: 'auto',
    section: 'Virtual machine',
    title: 'Accelerator',
    description: 'How the VM’s processor runs. Automatic (auto): the fastest way that was seen to work here',
    allowed: 'auto, kvm, hvf, whpx or tcg',
    applies: 'next start',
    form: {
      kind: 'choice',
      titles: {
        auto: 'Automatic',
        kvm: 'KVM (Linux)',
        hvf: 'Hypervisor.framework (macOS)',
        whpx: 'Hypervisor Platform (Windows)',
        tcg: 'Software emulation',
      },
    },
  },
  'vm.diskGiB': {
    schema: z.number().int().min(4).max(8192),
    default: 64,
    section: 'Data disk',
    title: 'Size',
    description: 'The most that a new data disk can hold, in GiB. Only what is used takes space',
    allowed: 'a whole number from 4 to 8192',
    applies: 'new disk',
    form: { kind: 'number', unit: 'GiB' },
  },
  'qemu.path': {
    schema: z.string().refine((path) => path === '' || /^(\/|[A-Za-z]:[\\/])/.test(path)),
    default: '',
    section: 'Virtual machine',
    title: 'QEMU program',
    description: 'A qemu-system program to use in place of the bundled one. Empty: the bundled one',
    allowed: 'the absolute path of a program, or nothing',
    applies: 'next start',
    form: { kind: 'text', whenEmpty: 'Bundled' },
  },
  'vm.sleepAfterMinutes': {
    schema: z.number().min(0).max(10_080),
    default: 10,
    section: 'Sleep',
    title: 'Sleep when idle',
    description:
      'Minutes after which the VM sleeps when no client is connected and no container runs. 0: never',
    allowed: 'a number from 0 to 10080, fractions included',
    applies: 'now',
    form: { kind: 'number', unit: 'min' },
  },
  'vm.sleepWithContainers': {
    schema: z.boolean(),
    default: false,
    section: 'Sleep',
    title: 'Even while containers run',
    description:
      'Sleep when no client is connected, although containers run. They stand still until the VM is woken',
    allowed: 'true or false',
    applies: 'now',
    form: { kind: 'switch' },
  },
  'ports.defaultAddress': {
    schema: z.enum(['127.0.0.1', '0.0.0.0']),
    default: '127.0.0.1',
    section: 'Published ports',
    title: 'Default address',
    description:
      'Who reaches ports that are published without an address. Networks keep what they were made with',
    allowed: '127.0.0.1 or 0.0.0.0',
    applies: 'next start',
    form: {
      kind: 'choice',
      titles: { '127.0.0.1': 'This computer alone', '0.0.0.0': 'All addresses, for other machines, too' },
    },
  },
  'network.hostPorts': {
    schema: z.string().refine((text) => parseHostPorts(text) !== undefined),
    default: '',
    section: 'Network',
    title: 'Ports of this computer',
    description:
      'What containers may reach on this computer’s loopback, as host.docker.internal. Empty: nothing; all: everything',
    allowed: 'port numbers and ranges (5432,3000-3010), all, or nothing',
    applies: 'now',
    form: { kind: 'text', whenEmpty: 'None' },
  },
  'network.proxy': {
    schema: z
      .string()
      .refine((value) => ['system', 'none'].includes(value) || parseProxyAddress(value) !== undefined),
    default: 'system',
    section: 'Proxy and certificates',
    title: 'Proxy',
    description:
      'How the engine reaches registries: as this computer’s own programs (system), directly (none), or by the proxy of an address',
    allowed: 'system, none, or an address such as http://proxy.example.com:3128 (http, https or socks5)',
    applies: 'next start',
    form: { kind: 'text', whenEmpty: 'system' },
  },
  'network.noProxy': {
    schema: z.string().refine((value) => splitNoProxy(value).every(isNoProxyEntry)),
    default: '',
    section: 'Proxy and certificates',
    title: 'Past the proxy',
    description:
      'Hosts, domains and networks that are reached directly, with commas between them. Those that the system names come on top',
    allowed: 'hosts, domains (.example.com) and networks (10.0.0.0/8) with commas between them, or nothing',
    applies: 'next start',
    form: { kind: 'text', whenEmpty: 'None' },
  },
  'network.proxyInContainers': {
    schema: z.boolean(),
    default: false,
    section: 'Proxy and certificates',
    title: 'Proxy in containers, too',
    description:
      'Tell it to containers and builds of slipway docker, by variables that can be read there, its password included',
    allowed: 'true or false',
    applies: 'next start',
    form: { kind: 'switch' },
  },
  'network.hostCertificates': {
    schema: z.boolean(),
    default: true,
    section: 'Proxy and certificates',
    title: 'Certificates of this computer',
    description: 'Have the engine trust the certificate authorities that were added to this computer',
    allowed: 'true or false',
    applies: 'next start',
    form: { kind: 'switch' },
  },
  'domains.httpPort': {
    schema: z.number().int().min(0).max(65_535),
    default: 80,
    section: 'Container domains',
    title: 'HTTP port',
    description: `Where http://NAME.slipway.localhost is answered; ${fallbackPorts.http} if that is not to be had. 0: nowhere`,
    allowed: 'a whole number from 0 to 65535',
    applies: 'now',
    form: { kind: 'number', unit: '' },
  },
  'domains.httpsPort': {
    schema: z.number().int().min(0).max(65_535),
    default: 443,
    section: 'Container domains',
    title: 'HTTPS port',
    description: `Where https://NAME.slipway.localhost is answered; ${fallbackPorts.https} if that is not to be had. 0: nowhere`,
    allowed: 'a whole number from 0 to 65535',
    applies: 'now',
    form: { kind: 'number', unit: '' },
  },
  'images.mirrors': {
    schema: z.string().refine((text) => parseMirrors(text) !== undefined),
    default: '',
    section: 'Images',
    title: 'Mirrors of Docker Hub',
    description: 'Registries that are asked for Docker Hub’s images first, with commas between them',
    allowed:
      'https addresses without a path (https://mirror.example.com), http ones on this computer (http://127.0.0.1:5000), or nothing',
    applies: 'now',
    form: { kind: 'text', whenEmpty: 'None' },
  },
  'images.oldAfterDays': {
    schema: z.number().min(0).max(ruleLimits.age),
    default: 0,
    section: 'Images',
    title: 'Old after',
    description:
      'Cleaning up images offers those that came here at least this many days ago. 0: age does not count',
    allowed: `a number from 0 to ${ruleLimits.age}, fractions included`,
    applies: 'now',
    form: { kind: 'number', unit: 'days' },
  },
  'images.unusedAfterDays': {
    schema: z.number().min(0).max(ruleLimits.use),
    default: 30,
    section: 'Images',
    title: 'Unused after',
    description:
      'Cleaning up images offers those that no container has used for at least this many days. 0: use does not count',
    allowed: `a number from 0 to ${ruleLimits.use}, fractions included`,
    applies: 'now',
    form: { kind: 'number', unit: 'days' },
  },
  'images.mostGB': {
    schema: z.number().min(0).max(ruleLimits.size),
    default: 0,
    section: 'Images',
    title: 'Most space',
    description:
      'Cleaning up images offers the least recently used ones until the rest takes no more than this. 0: size does not count',
    allowed: `a number from 0 to ${ruleLimits.size}, fractions included`,
    applies: 'now',
    form: { kind: 'number', unit: 'GB' },
  },
  'docker.context': {
    schema: z.boolean(),
    default: true,
    section: 'Docker client',
    title: 'Docker context',
    description:
      'Have a docker context for this engine while it runs: slipway, or slipway- and digits for another home',
    allowed: 'true or false',
    applies: 'next start',
    form: { kind: 'switch' },
  },
  'docker.useContext': {
    schema: z.boolean(),
    default: false,
    section: 'Docker client',
    title: 'Use as current context',
    description: 'Make it the current one while the engine runs, so that plain docker commands reach it',
    allowed: 'true or false',
    applies: 'next start',
    form: { kind: 'switch' },
  },
  'app.onClose': {
    schema: z.enum(['sleep', 'keep', 'stop']),
    default: 'sleep',
    section: 'Application',
    title: 'When Slipway quits',
    description: 'What becomes of the engine when the app is quit',
    allowed: 'sleep, keep or stop',
    applies: 'now',
    form: {
      kind: 'choice',
      titles: {
        sleep: 'Put the engine to sleep',
        keep: 'Keep the engine running',
        stop: 'Stop the engine',
      },
    },
  },
  'app.appearance': {
    schema: z.enum(['system', 'light', 'dark']),
    default: 'system',
    section: 'Application',
    title: 'Appearance',
    description: 'Light or dark. As the system (system): it goes along when that changes',
    allowed: 'system, light or dark',
    applies: 'now',
    form: { kind: 'choice', titles: { system: 'As the system', light: 'Light', dark: 'Dark' } },
  },
  'app.notifications': {
    schema: z.boolean(),
    default: true,
    section: 'Application',
    title: 'Notifications',
    description:
      'Tells on the desktop when a container fails, is unhealthy or runs out of memory. Label dev.slipway.notify=off: not of that one',
    allowed: 'true or false',
    applies: 'now',
    form: { kind: 'switch' },
  },
} as const satisfies Record<string, SettingDefinition>;

/** The name of a setting. */
export type SettingKey = keyof typeof settingDefinitions;

/** All settings with their values. */
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof settingDefinitions)[Key]['schema']> };
