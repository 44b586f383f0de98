import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConvertDisk, findImageTool } from './image-tool.ts';

const { signal } = new AbortController();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-tool-'));
  await writeFile(join(folder, 'from'), 'disk');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A `qemu-img` beside a QEMU of the user's own. */
async function tool(script: string): Promise<ConvertDisk> {
  await writeFile(join(folder, 'qemu-img'), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  const found = await findImageTool(null, join(folder, 'qemu-system-x86_64'));
  if (found === undefined) throw new Error('it was not found');
  return found;
}

describe.skipIf(process.platform === 'win32')('qemu-img', () => {
  const from = () => ({ path: join(folder, 'from'), format: 'raw' }) as const;
  const to = (format: 'raw' | 'qcow2' = 'raw') => ({ path: join(folder, 'to'), format });

  it('is none where there is none', async () => {
    expect(await findImageTool(null, '')).toBeUndefined();
    expect(await findImageTool(folder, join(folder, 'qemu-system-x86_64'))).toBeUndefined();
  });

  it('copies, and tells how far it is', async () => {
    const convert = await tool(
      'echo "$@" >"$(dirname "$0")/said"; printf "    (12.50/100%%)\\r"; sleep 0.1; printf "    (100.00/100%%)\\r"',
    );
    const told: number[] = [];
    await convert(from(), to('qcow2'), (done) => told.push(done), signal);
    expect(told).toEqual([0.125, 1]);
    expect(await readFile(join(folder, 'said'), 'utf8')).toBe(
      `convert -p -U -f raw -O qcow2 -c -o compression_type=zstd ${join(folder, 'from')} ${join(folder, 'to')}\n`,
    );
  });

  it('says in its own words what went wrong, and knows a full disk', async () => {
    const broken = await tool('echo "qemu-img: Could not open image" >&2; exit 1');
    await expect(broken(from(), to(), () => undefined, signal)).rejects.toMatchObject({
      code: 'home-unwritable',
      message: expect.stringContaining('Could not open image'),
    });
    const full = await tool('echo "error while writing at byte 0: No space left on device" >&2; exit 1');
    await expect(full(from(), to(), () => undefined, signal)).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('is ended when it is given up', async () => {
    const slow = await tool('exec sleep 60');
    const given = new AbortController();
    const copying = slow(from(), to(), () => undefined, given.signal);
    setTimeout(() => given.abort(new Error('given up')), 50);
    await expect(copying).rejects.toThrow('given up');
  });
});
