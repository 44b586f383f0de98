import { describe, expect, it } from 'vitest';
import { formatUsage, parseSize } from './disk-command.ts';

describe('a size', () => {
  it.each([
    ['128', 128],
    ['128G', 128],
    ['128gib', 128],
    ['2T', 2048],
    ['1 TiB', 1024],
  ])('%s is %d GiB', (text, gib) => expect(parseSize(text)).toBe(gib));

  it.each(['', '3', '-5', '1.5', '64M', '100T', 'large', '0x40'])('%s is none', (text) => {
    expect(() => parseSize(text)).toThrow(/cannot be made/);
  });
});

describe('the usage for people', () => {
  const usage = {
    file: { path: '/home/ann/.slipway/disks/data.img', lengthBytes: 64e9, usedBytes: 1.5e9 },
    fileSystem: { usedBytes: 1.4e9, freeBytes: 62e9 },
    ...{ sleepBytes: 0, templateBytes: 9e7, snapshotsBytes: 0, nodesBytes: 0, logsBytes: 4096 },
  };

  it('tells file and file system apart', () => {
    expect(formatUsage(usage)).toEqual([
      'Data disk  takes 1.5 GB, may grow to 64 GB',
      '  inside   1.4 GB used, 62 GB free',
      'Sleep      0 B',
      'Template   90 MB',
      'Snapshots  0 B',
      'Logs       4.1 kB',
      'File       /home/ann/.slipway/disks/data.img',
    ]);
  });

  it('tells nothing of what is inside while nobody knows', () => {
    expect(formatUsage({ ...usage, fileSystem: null }).join('\n')).not.toContain('inside');
  });
});
