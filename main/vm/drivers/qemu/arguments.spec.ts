import { describe, expect, it } from 'vitest';
import { homePaths } from '../../../home/paths.ts';
import { guestPorts, type QemuConfiguration, qemuArguments, quoteOption } from './arguments.ts';

const configuration: QemuConfiguration = {
  paths: homePaths('/home/jürgen/Meine Daten, alt/.slipway'),
  image: {
    arch: 'x64',
    contentHash: 'c0ffee',
    kernel: '/opt/a b,c/vmlinuz',
    initrd: '/opt/a b,c/initrd',
    root: '/opt/a b,c/root.erofs',
    kernelCommandLine: { common: 'console=ttyS0 quiet', tcg: 'nokaslr' },
  },
  features: { unixForward: true, sandbox: true, shares: true, switched: true },
  accelerator: 'tcg',
  cpus: 2,
  memoryMiB: 2048,
  shareCount: 0,
  memoryFile: null,
  sshPort: null,
  incoming: false,
};

/** The values of an option that may be given more than once. */
function valuesOf(option: string, given: QemuConfiguration): readonly string[] {
  const all = qemuArguments(given);
  return all.flatMap((word, index) => (word === option ? [all[index + 1] ?? ''] : []));
}

/** An option's text taken apart as QEMU does: at single commas. */
function parts(text: string): readonly string[] {
  return text
    .replaceAll(',,', '\0')
    .split(',')
    .map((part) => part.replaceAll('\0', ','));
}

describe('qemuArguments', () => {
  it('keeps commas, spaces and letters of any kind in paths', () => {
    const [root, data] = valuesOf('-drive', configuration).map(parts);
    expect(root).toContain('file=/opt/a b,c/root.erofs');
    expect(root).toContain('readonly=on');
    expect(data).toContain(`file=${configuration.paths.dataDisk}`);
    expect(data).toContain('discard=unmap');
    expect(data?.some((part) => part.startsWith('readonly'))).toBe(false);
    const console = valuesOf('-chardev', configuration)
      .map(parts)
      .find((some) => some.includes('id=console'));
    expect(console).toContain(`path=${configuration.paths.consoleLog}`);
    // These two are no lists of options: they are taken as they stand.
    expect(valuesOf('-kernel', configuration)).toEqual(['/opt/a b,c/vmlinuz']);
    expect(valuesOf('-initrd', configuration)).toEqual(['/opt/a b,c/initrd']);
  });

  it('forwards unix sockets, and no port of the host', () => {
    const [network = ''] = valuesOf('-netdev', configuration);
    expect(parts(network)).toContain(
      `hostfwd=unix:${configuration.paths.engineForward}-:${guestPorts.engine}`,
    );
    expect(parts(network)).toContain(`hostfwd=unix:${configuration.paths.sshForward}-:${guestPorts.ssh}`);
    expect(qemuArguments(configuration).join(' ')).not.toMatch(/tcp:|0\.0\.0\.0/);
  });

  it('forwards SSH alone, on the loopback, where there are no unix forwards', () => {
    const older = {
      ...configuration,
      features: { unixForward: false, sandbox: false, shares: false, switched: false },
      sshPort: 40_022,
    };
    const forwards = parts(valuesOf('-netdev', older)[0] ?? '').filter((part) => part.startsWith('hostfwd'));
    expect(forwards).toEqual([`hostfwd=tcp:127.0.0.1:40022-:${guestPorts.ssh}`]);
    expect(qemuArguments(older)).not.toContain('-sandbox');
  });

  it('connects a second network card to the switch, where QEMU can', () => {
    const [, second = ''] = valuesOf('-netdev', configuration);
    expect(parts(second)).toEqual([
      ...['stream', 'id=net1', 'server=off', 'addr.type=unix'],
      ...[`addr.path=${configuration.paths.switchSocket}`, 'reconnect-ms=500'],
    ]);
    const cards = (given: QemuConfiguration) =>
      valuesOf('-device', given).filter((device) => device.startsWith('virtio-net-pci'));
    expect(cards(configuration)).toHaveLength(2);
    const features = { ...configuration.features, switched: false };
    expect(cards({ ...configuration, features })).toHaveLength(1);
  });

  it('gives the emulated processor its own words of the kernel command line', () => {
    expect(valuesOf('-append', configuration)).toEqual(['console=ttyS0 quiet nokaslr']);
    expect(valuesOf('-accel', configuration)).toEqual(['tcg,thread=multi']);
    const hardware = { ...configuration, accelerator: 'kvm' as const };
    expect(valuesOf('-append', hardware)).toEqual(['console=ttyS0 quiet']);
    expect(valuesOf('-accel', hardware)).toEqual(['kvm']);
    expect(valuesOf('-cpu', hardware)).toEqual(['host']);
  });

  it('puts the guest’s memory where the servers of shares see it, if there are any', () => {
    expect(valuesOf('-object', configuration)).toEqual([]);
    const sharing = { ...configuration, shareCount: 2, memoryFile: '/proc/7/fd/3' };
    expect(valuesOf('-object', sharing)).toEqual([
      'memory-backend-file,id=ram,size=2048M,share=on,mem-path=/proc/7/fd/3',
    ]);
    expect(valuesOf('-machine', sharing)[0]).toMatch(/,memory-backend=ram$/);
    expect(valuesOf('-device', sharing).filter((device) => device.startsWith('vhost-user-fs'))).toEqual([
      'vhost-user-fs-pci,chardev=share0,tag=share0,queue-size=1024',
      'vhost-user-fs-pci,chardev=share1,tag=share1,queue-size=1024',
    ]);
    expect(valuesOf('-chardev', sharing)).toContain('socket,id=share1,path=share1.sock');
  });

  it('names the guest’s disks by serial, and sizes the machine', () => {
    expect(valuesOf('-device', configuration).join(' ')).toMatch(
      /serial=slipway-root .*serial=slipway-data .*serial=slipway-seed/,
    );
    expect([valuesOf('-smp', configuration), valuesOf('-m', configuration)]).toEqual([['2'], ['2048M']]);
  });
});

describe('quoteOption', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', 'a,,b'],
    [',,', ',,,,'],
    ['', ''],
  ])('%j becomes %j', (value, quoted) => {
    expect(quoteOption(value)).toBe(quoted);
  });
});
