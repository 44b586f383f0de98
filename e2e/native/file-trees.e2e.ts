// The files of containers and volumes, by the app's own code and the VM's own engine, without a window and without a VM.
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CarriedPiece, TreeSource } from '../../main/contract/engine/file-trees.ts';
import { download } from '../../main/engine/files/download.ts';
import * as files from '../../main/engine/files/file-tree.ts';
import { upload } from '../../main/engine/files/upload.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { type TreeClient, treeClient, volume } from './tree-client.ts';

const why = whyNoNativeEngine();
const signal = new AbortController().signal;
const ignore = () => undefined;

describe.skipIf(why)(`files without a VM${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let trees: TreeClient;
  let folder: string;

  beforeAll(async () => {
    home = await createNativeHome();
    trees = treeClient(home);
    folder = await mkdtemp(join(tmpdir(), 'files-'));
    const setUp = [
      'cd /srv/ && mkdir deep "sub dir" && echo content > deep/file && chown 7:8 deep/file && chmod 4750 deep/file',
      'touch "$(printf "line\\nend")" "$(printf "latin\\374")" "$(printf "\\033[31mred")" ./-rf "it\'s \\"\\$HOME\\" \\\\"',
      'ln -s /etc absolute; ln -s ../../../etc/passwd climbing; ln -s circle circle; ln -s "$(printf "to\\nnowhere")" odd',
      'ln -s deep/../deep/file twice; mkfifo pipe; mkdir many; cd many; seq 1 10000 | xargs touch',
      'echo changed >> /etc/group; rm -rf /www; exec sleep 600',
    ];
    const mounts = ['-v', 'cargo:/data', '-v', 'cargo:/locked:ro', '--tmpfs', '/memory'];
    const named = ['--name', 'alive', '--workdir', '/srv', ...mounts];
    await run(['run', '-d', ...named, 'slipway/busybox', 'sh', '-c', setUp.join('\n')]);
    await run(['create', '--name', 'asleep', ...mounts, 'slipway/busybox', 'true']);
    await until(() =>
      trees
        .open(alive, '/srv/many')
        .then((found) => found.kind === 'folder' && found.entries.length === 10_000),
    );
  });
  afterAll(async () => {
    trees?.helpers.close();
    await home?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const alive: TreeSource = { kind: 'container', id: 'alive' };
  const asleep: TreeSource = { kind: 'container', id: 'asleep' };
  const run = async (parameters: readonly string[]) => {
    const { code, stdout, stderr } = await home.instance.client(parameters);
    expect({ code, stderr }, parameters.join(' ')).toMatchObject({ code: 0 });
    return stdout;
  };
  const inAlive = (script: string) => run(['exec', 'alive', 'sh', '-c', script]);
  const until = (check: () => Promise<boolean>) =>
    poll(200, abortAfter(60_000), () =>
      check().then(
        (is) => (is ? true : undefined),
        () => undefined,
      ),
    );
  it('lists names of any bytes, links, owners, rights and what is mounted', async () => {
    const found = await trees.names(alive, '/srv');
    expect(found).toEqual(
      expect.arrayContaining([
        'line\nend',
        'latin\udcfc',
        '\u001b[31mred',
        '-rf',
        `it's "$HOME" \\`,
        'sub dir',
      ]),
    );
    expect(await trees.entry(alive, '/srv', 'odd')).toMatchObject({ kind: 'link', target: 'to\nnowhere' });
    expect(await trees.entry(alive, '/srv', 'pipe')).toMatchObject({ kind: 'pipe' });
    expect(await trees.entry(alive, '/srv/deep', 'file')).toMatchObject({
      kind: 'file',
      size: 8,
      uid: 7,
      gid: 8,
      mode: 0o4750,
    });
    expect(await trees.entry(alive, '/etc', 'passwd')).toMatchObject({ user: 'root', group: 'root' });
    expect(await trees.entry(alive, '/', 'data')).toMatchObject({
      mount: { kind: 'volume', source: 'cargo', readOnly: false },
    });
    expect(await trees.entry(alive, '/', 'memory')).toMatchObject({ mount: { kind: 'tmpfs' } });
  });

  it('follows links within the container, and out of nothing', async () => {
    expect(await trees.open(alive, '/srv/absolute')).toMatchObject({ kind: 'folder', path: '/etc' });
    expect(await trees.open(alive, '/srv/climbing')).toMatchObject({ kind: 'entry', path: '/etc/passwd' });
    expect(await trees.open(alive, '/srv/twice')).toMatchObject({ kind: 'entry', path: '/srv/deep/file' });
    expect(await trees.open(alive, '/srv/absolute/../srv')).toMatchObject({ path: '/srv' });
    expect(await trees.open(alive, '/../../srv/./deep//')).toMatchObject({ path: '/srv/deep' });
    await expect(trees.open(alive, '/srv/circle')).rejects.toThrow('its links lead in a circle');
    await expect(trees.open(alive, '/srv/odd')).rejects.toMatchObject({ code: 'not-found' });
    await expect(trees.open(alive, '/etc/passwd/x')).rejects.toMatchObject({ code: 'not-found' });
    expect(await trees.open(alive, '/srv/latin\udcfc')).toMatchObject({
      kind: 'entry',
      entry: { name: 'latin\udcfc' },
    });
  });

  it('lets nothing lead out of a volume', async () => {
    await inAlive('cd /data; ln -s /etc out; ln -s ../../../../../etc up; mkdir in; ln -s ../in in/self');
    await expect(trees.open(volume('cargo'), '/out')).rejects.toThrow('outside of the volume cargo');
    await expect(trees.open(volume('cargo'), '/up/passwd')).rejects.toThrow('leads out of the volume cargo');
    expect(await trees.open(volume('cargo'), '/in/self/self')).toMatchObject({ path: '/in' });
    expect(await trees.open(volume('cargo'), '/../..')).toMatchObject({ path: '/' });
  });

  it('reads text, and says of anything else that it is none', async () => {
    expect(await trees.read(alive, '/srv/deep/file')).toMatchObject({
      kind: 'text',
      text: 'content\n',
      size: 8,
      isCut: false,
    });
    expect(await trees.read(alive, '/bin/busybox')).toMatchObject({ kind: 'binary', text: '', isCut: true });
    expect(await trees.read(alive, '/proc/1/cmdline')).toMatchObject({ kind: 'binary' });
    await expect(trees.read(alive, '/srv/pipe')).rejects.toThrow('it is no plain file');
    await expect(trees.read(alive, '/srv/absolute')).rejects.toThrow('it is no plain file');
  });

  it.each(['alive', 'asleep'])('writes what was read, and nothing over what has changed: %s', async (id) => {
    const source: TreeSource = { kind: 'container', id };
    const { text, version } = await trees.read(source, '/etc/passwd');
    const before = await trees.entry(source, '/etc', 'passwd');
    const written = await trees.write(source, '/etc/passwd', `${text}# ü\n`, version);
    expect(written).toMatchObject({ kind: 'written' });
    expect(await trees.write(source, '/etc/passwd', 'lost', version)).toEqual({ kind: 'changed' });
    expect(await trees.read(source, '/etc/passwd')).toMatchObject({ text: `${text}# ü\n` });
    expect(await trees.entry(source, '/etc', 'passwd')).toMatchObject({ mode: before?.mode, uid: 0 });
    expect(await trees.names(source, '/etc')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^\.slipway/)]),
    );
    await expect(trees.write(source, '/etc/passwd', 'new', null)).rejects.toThrow('that name is taken');
    expect(await trees.write(source, '/etc/new', 'new', null)).toMatchObject({ kind: 'written' });
    expect(await run(['diff', id])).toContain('A /etc/new');
  });

  it('writes to a file that is a mount where it is, and removes no mount', async () => {
    const { text, version } = await trees.read(alive, '/etc/hosts');
    await trees.write(alive, '/etc/hosts', `${text}# harbour\n`, version);
    expect(await run(['exec', 'alive', 'tail', '-n', '1', '/etc/hosts'])).toBe('# harbour\n');
    expect(await run(['exec', 'alive', 'grep', '-c', '/etc/hosts', '/proc/1/mountinfo'])).toBe('1\n');
    await expect(trees.remove(alive, '/etc', ['hosts'])).rejects.toThrow('something is mounted');
    for (const source of [alive, asleep])
      await expect(trees.remove(source, '/', ['data'])).rejects.toThrow('something is mounted');
  });

  it.each(['alive', 'asleep'])('writes nothing to what is mounted read-only: %s', async (id) => {
    const source: TreeSource = { kind: 'container', id };
    expect(await trees.names(source, '/locked')).toContain('in');
    await expect(trees.write(source, '/locked/new', '', null)).rejects.toThrow(/read-only/i);
    await expect(trees.remove(source, '/locked', ['in'])).rejects.toThrow(/read-only/i);
  });

  it.each(['alive', 'asleep'])('makes, renames and removes: %s', async (id) => {
    const source: TreeSource = { kind: 'container', id };
    const odd = `new\n'"$(reboot)\udcff`;
    await trees.within(source, (tree) => files.makeFolder(tree, '/root', 'made', signal));
    await trees.within(source, (tree) => files.rename(tree, '/root', 'made', odd, signal));
    await trees.write(source, `/root/${odd}/file`, 'text', null);
    expect(await trees.names(source, '/root')).toContain(odd);
    await expect(
      trees.within(source, (tree) => files.makeFolder(tree, '/root', odd, signal)),
    ).rejects.toThrow('taken');
    await trees.remove(source, '/root', [odd]);
    expect(await trees.names(source, '/root')).not.toContain(odd);
  });

  it('reaches an image in which there is nothing but a file, running or not', async () => {
    const archive = pack();
    archive.entry({ name: 'only', mode: 0o644 }, 'alone\n');
    archive.finalize();
    await writeFile(join(folder, 'only.tar'), await buffer(archive));
    await run(['import', join(folder, 'only.tar'), 'bare:latest']);
    await run(['create', '--name', 'bare', 'bare', '/none']);
    expect(await trees.read({ kind: 'container', id: 'bare' }, '/only')).toMatchObject({ text: 'alone\n' });
    expect(await trees.names({ kind: 'container', id: 'bare' }, '/')).toContain('only');
  });

  it('carries files in, all or none, and out again', async () => {
    const source = join(folder, 'harbour');
    await mkdir(join(source, 'quay'), { recursive: true });
    await writeFile(join(source, 'quay', 'crane.sh'), '#!/bin/sh\necho lifted\n');
    await chmod(join(source, 'quay', 'crane.sh'), 0o755);
    await writeFile(join(source, 'large'), Buffer.alloc(3_000_000, 'x'));
    await symlink('quay/crane.sh', join(source, 'crane'));
    for (const [where, at] of [
      [alive, '/srv'],
      [asleep, '/root'],
      [volume('cargo'), '/in'],
    ] as const) {
      const pieces: CarriedPiece[] = [];
      const put = (replace: boolean) =>
        upload(
          trees.engine,
          trees.helpers,
          { source: where, folder: at, paths: [source], replace },
          (piece) => pieces.push(piece),
          signal,
        );
      expect(await put(false)).toMatchObject({ kind: 'done', files: 3 });
      expect(pieces.at(-2)).toMatchObject({ total: 3_000_022 });
      expect(pieces.at(-1)).toEqual({ kind: 'final' });
      expect(await put(false)).toEqual({ kind: 'taken', names: ['harbour'] });
      expect(await put(true)).toMatchObject({ kind: 'done' });
      expect(await trees.entry(where, `${at}/harbour/quay`, 'crane.sh')).toMatchObject({
        mode: 0o755,
        size: 22,
        uid: 0,
      });
      expect(await trees.entry(where, `${at}/harbour`, 'crane')).toMatchObject({ target: 'quay/crane.sh' });

      const target = await mkdtemp(join(folder, 'out-'));
      await download(
        trees.engine,
        { source: where, path: `${at}/harbour`, form: 'unpacked', target },
        ignore,
        signal,
      );
      expect(await readFile(join(target, 'harbour/quay/crane.sh'), 'utf8')).toContain('lifted');
      expect((await lstat(join(target, 'harbour/quay/crane.sh'))).mode & 0o777).toBe(0o755);
      expect(await readlink(join(target, 'harbour/crane'))).toBe('quay/crane.sh');
      await download(
        trees.engine,
        { source: where, path: `${at}/harbour/large`, form: 'file', target: join(target, 'large') },
        ignore,
        signal,
      );
      expect((await readFile(join(target, 'large'))).equals(Buffer.alloc(3_000_000, 'x'))).toBe(true);
    }
    expect(await trees.names(alive, '/srv')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^\.slipway/)]),
    );
    await expect(
      upload(
        trees.engine,
        trees.helpers,
        { source: alive, folder: '/memory', paths: [source], replace: false },
        ignore,
        signal,
      ),
    ).rejects.toThrow('the engine cannot copy into it');
  });

  it('replaces by an upload no mount, and nothing that came meanwhile', async () => {
    const source = join(folder, 'hosts');
    await writeFile(source, 'uploaded\n');
    const put = (replace: boolean, tell: (piece: CarriedPiece) => void = ignore) =>
      upload(
        trees.engine,
        trees.helpers,
        { source: alive, folder: '/etc', paths: [source], replace },
        tell,
        signal,
      );
    await expect(put(true)).rejects.toThrow('something is mounted');
    expect(await run(['exec', 'alive', 'grep', '-c', '/etc/hosts', '/proc/1/mountinfo'])).toBe('1\n');
    const late = join(folder, 'late');
    await writeFile(late, Buffer.alloc(50_000_000));
    let made: Promise<unknown> | undefined;
    const to = { source: alive, folder: '/srv/deep', paths: [late], replace: false };
    const came = upload(
      trees.engine,
      trees.helpers,
      to,
      () => {
        made ??= trees.write(alive, '/srv/deep/late', 'theirs\n', null);
      },
      signal,
    );
    expect(await came).toEqual({ kind: 'taken', names: ['late'] });
    expect(await made).toMatchObject({ kind: 'written' });
    expect(await inAlive('cat /srv/deep/late; rm /srv/deep/late; ls -A /srv/deep')).toBe('theirs\nfile\n');
  });

  it('leaves nothing of an upload that is ended', async () => {
    await writeFile(join(folder, 'huge'), Buffer.alloc(200_000_000));
    const cancel = new AbortController();
    const put = upload(
      trees.engine,
      trees.helpers,
      { source: volume('cargo'), folder: '/', paths: [join(folder, 'huge')], replace: false },
      (piece) => piece.kind === 'progress' && piece.bytes > 1_000_000 && cancel.abort(),
      cancel.signal,
    );
    await expect(put).rejects.toMatchObject({ name: 'AbortError' });
    expect(await trees.names(volume('cargo'), '/')).toEqual(['in', 'out', 'up']);
  });

  it('unpacks what means harm beside nothing', async () => {
    await inAlive(
      'mkdir -p /evil/way; cd /evil; ln -s /tmp/escaped link; mkfifo p; mknod zero c 1 5; echo x > way/x; chmod 6777 way/x',
    );
    const target = await mkdtemp(join(folder, 'evil-'));
    const evil = { source: alive, path: '/evil', form: 'unpacked', target } as const;
    expect(await download(trees.engine, evil, ignore, signal)).toMatchObject({ files: 2, leftOut: 2 });
    expect((await readdir(join(target, 'evil'))).toSorted()).toEqual(['link', 'way']);
    expect((await lstat(join(target, 'evil/way/x'))).mode & 0o7777).toBe(0o755);
  });
});
