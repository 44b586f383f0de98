import { basename } from 'node:path';
import type { Accelerator } from '../../../contract/status.ts';
import { type HomePaths, shareSocket } from '../../../home/paths.ts';
import type { GuestImage } from '../../guest-image.ts';
import type { QemuFeatures } from './features.ts';

/**
 * Ports on which the guest listens for its host alone (vm-assets/root/etc/slipway/filter.nft). Above the ports that
 * programs are given by themselves (32768 to 60999), and away from those that containers publish.
 */
export const guestPorts = { engine: 61375, ssh: 61022 } as const;

/** What a VM is made of. */
export interface QemuConfiguration {
  readonly paths: HomePaths;
  readonly image: GuestImage;
  readonly features: QemuFeatures;
  readonly accelerator: Accelerator;
  readonly cpus: number;
  readonly memoryMiB: number;
  /** How many folders are shared. */
  readonly shareCount: number;
  /** The file that is the guest's memory; null when nobody shares that. */
  readonly memoryFile: string | null;
  /** Port on the host's loopback for SSH; only for a QEMU without unix forwards. */
  readonly sshPort: number | null;
  /** It is not to boot: its memory will be loaded from a file. */
  readonly incoming: boolean;
}

/** QEMU's arguments, to be run in the home's run folder. Unix forwards want absolute paths. */
export function qemuArguments(configuration: QemuConfiguration): string[] {
  const { paths, image, accelerator, cpus, memoryMiB } = configuration;
  return [
    ...['-name', 'slipway', '-nodefaults', '-no-user-config', '-display', 'none'],
    // A guest that reboots or panics ends; starting it again is the supervisor's decision.
    '-no-reboot',
    ...(configuration.features.sandbox
      ? ['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny']
      : []),
    ...['-machine', machines[image.arch] + (configuration.memoryFile === null ? '' : ',memory-backend=ram')],
    ...['-accel', accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator],
    ...['-cpu', accelerator === 'tcg' ? emulatedProcessors[image.arch] : 'host'],
    ...['-smp', String(cpus), '-m', `${memoryMiB}M`],
    ...['-kernel', image.kernel, '-initrd', image.initrd],
    ...['-append', commandLine(image, accelerator)],
    ...disk('root', image.root, 'readonly=on'),
    ...disk('data', paths.dataDisk, 'discard=unmap,detect-zeroes=unmap'),
    ...disk('seed', basename(paths.seed), 'readonly=on'),
    ...['-netdev', network(configuration), '-device', 'virtio-net-pci,netdev=net0,romfile='],
    ...(configuration.features.switched
      ? [
          ...['-netdev', switchedNetwork('net1', paths.switchSocket)],
          ...['-device', 'virtio-net-pci,netdev=net1,romfile='],
        ]
      : []),
    ...['-device', 'virtio-rng-pci'],
    // Free pages go back to the host, and are holes in the file when memory is saved.
    ...['-device', 'virtio-balloon-pci,free-page-reporting=on'],
    ...shares(configuration),
    ...guestScripts(paths),
    // New for each QEMU: a guest whose memory was loaded hears of it and reseeds its random pools.
    ...(image.arch === 'x64' ? ['-device', 'vmgenid,guid=auto'] : []),
    ...[
      '-chardev',
      `file,id=console,path=${quoteOption(paths.consoleLog)},append=on`,
      '-serial',
      'chardev:console',
    ],
    ...['-qmp', `unix:${basename(paths.qmpSocket)},server=on,wait=off`],
    ...(configuration.incoming ? ['-incoming', 'defer'] : []),
  ];
}

/** The server of each share reads and writes the guest's memory itself. */
function shares({ paths, shareCount, memoryFile, memoryMiB }: QemuConfiguration): string[] {
  if (memoryFile === null) return [];
  const tags = Array.from({ length: shareCount }, (_, number) => shareTag(number));
  return [
    '-object',
    `memory-backend-file,id=ram,size=${memoryMiB}M,share=on,mem-path=${quoteOption(memoryFile)}`,
    ...tags.flatMap((tag) => [
      ...['-chardev', `socket,id=${tag},path=${basename(shareSocket(paths, tag))}`],
      ...['-device', `vhost-user-fs-pci,chardev=${tag},tag=${tag},queue-size=1024`],
    ]),
  ];
}

/** What the guest and QEMU know a share by. */
export function shareTag(number: number): string {
  return `share${number}`;
}

/** Where the guest's control script listens, where its broker of ports tells what is published, and where it tells what is watched. */
function guestScripts(paths: HomePaths): string[] {
  return [
    ...['-device', 'virtio-serial-pci'],
    ...['-chardev', `socket,id=control,path=${basename(paths.guestControl)},server=on,wait=off`],
    ...['-device', 'virtserialport,chardev=control,name=slipway'],
    ...['-chardev', `socket,id=ports,path=${basename(paths.guestPorts)},server=on,wait=off`],
    ...['-device', 'virtserialport,chardev=ports,name=slipway-ports'],
    ...['-chardev', `socket,id=watches,path=${basename(paths.guestWatches)},server=on,wait=off`],
    ...['-device', 'virtserialport,chardev=watches,name=slipway-watches'],
  ];
}

/**
 * No graphics, no PS/2, no VMware port: what is left out need not be probed by the guest. No HPET: Linux has its first ticks from it, then
 * takes a better clock and switches that one off, which QEMU does not heed: it goes on to be woken 250 times a second, half of what
 * an idle VM without containers takes. `gic-version=max` takes the newest interrupt controller that the accelerator has.
 */
const machines: Readonly<Record<GuestImage['arch'], string>> = {
  x64: 'q35,vmport=off,i8042=off,usb=off,hpet=off',
  arm64: 'virt,gic-version=max',
};

/**
 * Everything that can be emulated, but on x64 for five-level page tables and protection keys, which make page walks and
 * task switches dearer, and for fast copies by bytes (erms, fsrm), which are emulated a byte at a time where the guest would else
 * copy eight; Arm's pointer signatures by QEMU's cheap algorithm, the architected one is slow.
 */
const emulatedProcessors: Readonly<Record<GuestImage['arch'], string>> = {
  x64: 'max,la57=off,pku=off,erms=off,fsrm=off',
  arm64: 'max,pauth-impdef=on',
};

function commandLine({ kernelCommandLine }: GuestImage, accelerator: Accelerator): string {
  return accelerator === 'tcg'
    ? `${kernelCommandLine.common} ${kernelCommandLine.tcg}`
    : kernelCommandLine.common;
}

function disk(name: 'root' | 'data' | 'seed', file: string, options: string): string[] {
  return [
    '-drive',
    `if=none,id=${name},format=raw,file=${quoteOption(file)},${options}`,
    '-device',
    `virtio-blk-pci,drive=${name},serial=slipway-${name}`,
  ];
}

function network({ paths, features, sshPort }: QemuConfiguration): string {
  const forwards = features.unixForward
    ? [
        `hostfwd=unix:${quoteOption(paths.engineForward)}-:${guestPorts.engine}`,
        `hostfwd=unix:${quoteOption(paths.sshForward)}-:${guestPorts.ssh}`,
      ]
    : [`hostfwd=tcp:127.0.0.1:${sshPort}-:${guestPorts.ssh}`];
  return ['user', 'id=net0', 'ipv6=off', ...forwards].join(',');
}

/** How long QEMU waits before it tries again to reach the switch, in milliseconds: its host may be a moment gone. */
const reconnectMs = 500;

/** A network whose frames go to the socket at `path` and come from there (main/forward/switch/). */
export function switchedNetwork(id: string, path: string): string {
  const place = `addr.type=unix,addr.path=${quoteOption(path)}`;
  return `stream,id=${id},server=off,${place},reconnect-ms=${reconnectMs}`;
}

/** A value as it stands in an option of QEMU's, where commas separate: one inside a value is doubled. */
export function quoteOption(value: string): string {
  return value.replaceAll(',', ',,');
}
