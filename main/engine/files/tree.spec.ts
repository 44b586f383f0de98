import type { ContainerInspectInfo } from 'dockerode';
import { expect, it } from 'vitest';
import { mountAt, mountsOf, readMountPoints } from './tree.ts';

const info = {
  Mounts: [
    {
      Type: 'volume',
      Name: 'data',
      Source: '/var/lib/docker/volumes/data/_data',
      Destination: '/data',
      RW: true,
    },
    { Type: 'bind', Source: '/home/maria/site', Destination: '/data/site', RW: false },
  ],
  HostConfig: { Tmpfs: { '/run': 'rw,size=1m' } },
} as unknown as ContainerInspectInfo;

it('tells what is mounted, the deepest first', () => {
  const mounts = mountsOf(info);
  expect(mounts.map(({ destination }) => destination)).toEqual(['/data/site', '/data', '/run']);
  expect(mountAt(mounts, '/data/site/index.html')).toMatchObject({ kind: 'bind', readOnly: true });
  expect(mountAt(mounts, '/data/site2')).toMatchObject({ kind: 'volume', source: 'data' });
  expect(mountAt(mounts, '/database')).toBeUndefined();
  expect(mountAt(mounts, '/run')).toMatchObject({ kind: 'tmpfs', hostPath: undefined });
});

it('reads the kernel’s list of mounts', () => {
  const lines = [
    '36 35 98:0 / / rw,noatime master:1 - overlay overlay rw',
    '37 36 98:1 /x /with\\040space\\012and\\134more rw - ext4 /dev/vdb rw',
    '38 36 98:1 /x /latin\\374 rw - ext4 /dev/vdb rw',
  ];
  expect(readMountPoints(`${lines.join('\n')}\n`)).toEqual(['/', '/with space\nand\\more', '/latin\udcfc']);
});
