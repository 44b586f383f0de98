// What volumes hold: backups, clones, and what is left of each when something goes wrong; without a window and without a VM.
import { truncateSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  backUpVolume,
  cloneVolume,
  emptyVolume,
  restoreVolume,
} from '../../main/engine/files/volume-archives.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { type TreeClient, treeClient, volume } from './tree-client.ts';

const why = whyNoNativeEngine();
const signal = new AbortController().signal;
const ignore = () => undefined;

describe.skipIf(why)(`volumes without a VM${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let trees: TreeClient;
  let folder: string;

  beforeAll(async () => {
    home = await createNativeHome();
    trees = treeClient(home);
    folder = await mkdtemp(join(tmpdir(), 'volumes-'));
  });
  afterAll(async () => {
    trees?.helpers.close();
    await home?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const run = async (parameters: readonly string[]) => {
    const { code, stdout, stderr } = await home.instance.client(parameters);
    expect({ code, stderr }, parameters.join(' ')).toMatchObject({ code: 0 });
    return stdout;
  };
  const inVolume = (name: string, script: string) =>
    run(['run', '--rm', '-v', `${name}:/v`, 'slipway/busybox', 'sh', '-c', script]);

  it('backs a volume up and restores it as it was, clones it and empties it', async () => {
    const fill = [
      'cd /v; chown 33:34 .; chmod 1770 .; mkdir -p a/b; echo one > a/b/one; ln a/b/one two; ln -s a/b/one three',
      'chown -h 5:6 three; chmod 600 two; printf x > "$(printf "odd\\nname\\377")"; head -c 500000 /dev/urandom > random; mkfifo pipe',
    ].join('; ');
    const sum =
      'cd /v; find . -type f -print0 | sort -z | xargs -0 sha256sum; find . -print0 | sort -z | xargs -0 stat -c "%n %a %u %g %h %F %Y"; readlink three';
    const sumOf = (name: string) => inVolume(name, sum);
    await inVolume('first', fill);
    const before = await sumOf('first');

    const backup = join(folder, 'first.tar.gz');
    expect(await backUpVolume(trees.engine, 'first', backup, ignore, signal)).toMatchObject({ kind: 'done' });
    await restoreVolume(
      trees.engine,
      trees.helpers,
      { name: 'second', file: backup, isNew: true },
      ignore,
      signal,
    );
    expect(await sumOf('second')).toBe(before);
    await cloneVolume(trees.engine, trees.helpers, { name: 'first', newName: 'third' }, ignore, signal);
    expect(await sumOf('third')).toBe(before);

    await inVolume('second', 'rm -rf /v/a; echo other > /v/other');
    await restoreVolume(
      trees.engine,
      trees.helpers,
      { name: 'second', file: backup, isNew: false },
      ignore,
      signal,
    );
    expect(await sumOf('second')).toBe(before);
    await emptyVolume(trees.engine, trees.helpers, 'second', signal);
    expect(await trees.names(volume('second'), '/')).toEqual([]);

    // Packed by another program, and not packed at all.
    const plain = await inVolume('first', 'tar -C /v -cf - a | base64');
    await writeFile(join(folder, 'plain.tar'), Buffer.from(plain, 'base64'));
    await restoreVolume(
      trees.engine,
      trees.helpers,
      { name: 'second', file: join(folder, 'plain.tar'), isNew: false },
      ignore,
      signal,
    );
    expect(await trees.names(volume('second'), '/a/b')).toEqual(['one']);
  });

  it('brings a restore to its end that is cancelled too late, and leaves nothing of what helped it', async () => {
    const cancel = new AbortController();
    const kinds: string[] = [];
    const restored = restoreVolume(
      trees.engine,
      trees.helpers,
      { name: 'second', file: join(folder, 'first.tar.gz'), isNew: false },
      ({ kind }) => {
        kinds.push(kind);
        if (kind === 'final') cancel.abort();
      },
      cancel.signal,
    );
    await expect(restored).resolves.toMatchObject({ kind: 'done' });
    expect(kinds.at(-1)).toBe('final');
    expect(await trees.names(volume('second'), '/')).toEqual(await trees.names(volume('first'), '/'));
  });

  it('leaves a volume as it was when its backup is damaged', async () => {
    const backup = await readFile(join(folder, 'first.tar.gz'));
    for (const [name, content] of [
      ['cut', backup.subarray(0, backup.length / 2)],
      ['none', Buffer.from('This is no archive.\n'.repeat(100))],
      ['empty', Buffer.alloc(0)],
    ] as const) {
      const file = join(folder, `${name}.tar.gz`);
      await writeFile(file, content);
      const restored = restoreVolume(
        trees.engine,
        trees.helpers,
        { name: 'first', file, isNew: false },
        ignore,
        signal,
      );
      await expect(restored, name).rejects.toMatchObject({ code: 'file-unusable' });
      const made = restoreVolume(
        trees.engine,
        trees.helpers,
        { name: 'never', file, isNew: true },
        ignore,
        signal,
      );
      await expect(made, name).rejects.toMatchObject({ code: 'file-unusable' });
    }
    expect(await trees.names(volume('first'), '/')).toContain('random');
    expect(await run(['volume', 'ls', '--quiet'])).not.toContain('never');
  });

  it('says of a backup that is cut off after it was checked that it is damaged', async () => {
    const content = await readFile(join(folder, 'first.tar.gz'));
    const file = join(folder, 'shrinking.tar.gz');
    await writeFile(file, content);
    let isCut = false;
    const restored = restoreVolume(
      trees.engine,
      trees.helpers,
      { name: 'first', file, isNew: false },
      (piece) => {
        if (isCut || piece.kind !== 'progress' || piece.bytes < content.length) return;
        isCut = true;
        truncateSync(file, Math.floor(content.length / 2));
      },
      signal,
    );
    await expect(restored).rejects.toMatchObject({
      code: 'file-unusable',
      message: expect.stringContaining(file),
    });
    expect((await trees.names(volume('first'), '/')).filter((name) => name.startsWith('.slipway'))).toEqual(
      [],
    );
  });

  it('keeps no volume in use while its files are looked at', async () => {
    expect(await trees.names(volume('first'), '/')).toContain('random');
    await run(['volume', 'rm', 'first', 'second', 'third']);
  });
});
