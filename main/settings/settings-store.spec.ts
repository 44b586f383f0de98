import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { abortAfter, delay, poll } from '../util/wait.ts';
import {
  getSetting,
  listSettings,
  loadSettings,
  readSettings,
  setSetting,
  unsetSetting,
} from './settings-store.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'slipway-settings-')));
});

afterEach(async () => {
  await rm(paths.home, { recursive: true, force: true });
});

const failureOf = (work: Promise<unknown>): Promise<SlipwayError> =>
  work.then(
    () => expect.fail('should have thrown'),
    (error: unknown) => (error instanceof SlipwayError ? error : Promise.reject(error)),
  );

describe('settings', () => {
  it('are the defaults without a file, and reading makes none', async () => {
    expect((await loadSettings(paths))['vm.memoryMiB']).toBe(2048);
    expect(await readdir(paths.home)).toEqual([]);
  });

  it('read texts by the type of the setting and store only what differs from the defaults', async () => {
    await setSetting(paths, 'vm.memoryMiB', '4096');
    await setSetting(paths, 'docker.context', 'false');
    await setSetting(paths, 'vm.cpus', '0');
    expect(JSON.parse(await readFile(paths.settings, 'utf8'))).toEqual({
      'docker.context': false,
      'vm.memoryMiB': 4096,
    });
    expect((await getSetting(paths, 'vm.memoryMiB')).value).toBe(4096);
    await setSetting(paths, 'vm.memoryMiB', 2048);
    await unsetSetting(paths, 'docker.context');
    expect(JSON.parse(await readFile(paths.settings, 'utf8'))).toEqual({});
  });

  it.each([
    ['vm.memoryMiB', '100', /0 .Slipway chooses: 2048., or a whole number from 512/],
    ['vm.memoryMiB', '0x800', /whole number/],
    ['vm.memoryMiB', '1048576', /Slipway chooses/],
    ['vm.cpus', '1.5', /whole number from 0 to 64/],
    ['vm.cpus', '', /whole number from 0 to 64/],
    ['docker.context', 'yes', /true or false/],
    ['app.onClose', 'hibernate', /keep or stop/],
    ['qemu.path', 'qemu-system-x86_64', /absolute path/],
    ['qemu.path', '/no/such', /^Name a program that is there, or .*`slipway settings unset qemu\.path`\.$/],
    ['network.proxy', 'ftp://proxy:21', /http, https or socks5/],
    ['network.proxy', '', /system, none, or an address/],
    ['network.noProxy', '10.0.0.0/8, 192.168.*', /networks/],
    ['network.noProxy', '.corp.example, a b', /^Write commas between them: a,b\.$/],
  ])('refuse %s = "%s", saying what is allowed', async (key, value, hint) => {
    const failure = await failureOf(setSetting(paths, key, value));
    expect(failure.code).toBe('settings-invalid');
    expect(failure.message).toContain(key);
    expect(failure.hint).toMatch(hint);
    expect(await readdir(paths.home)).not.toContain('settings.json');
  });

  it.each([
    ['network.noProxy', ' .corp.example ,10.0.0.0/8, ', '.corp.example,10.0.0.0/8'],
    ['network.hostPorts', ' 18150 , 3000-3010 ', '3000-3010,18150'],
    ['network.hostPorts', ' all ', 'all'],
  ])('keep %s = "%s" as "%s"', async (key, value, kept) => {
    expect((await setSetting(paths, key, value)).value).toBe(kept);
    expect(JSON.parse(await readFile(paths.settings, 'utf8'))).toEqual({ [key]: kept });
  });

  it('read a list as it was kept before, with spaces', async () => {
    await writeFile(paths.settings, '{"network.noProxy": "a.example b.example"}');
    expect(await readSettings(paths)).toMatchObject({
      settings: { 'network.noProxy': 'a.example b.example' },
      problems: [],
    });
  });

  it.each([
    ['/no/such', 'there is no such file'],
    ['/', 'it is not a file'],
    ['/etc/passwd', 'it may not be executed'],
  ])('say why %s is no program, once', async (path, reason) => {
    const { message, hint, detail } = await failureOf(setSetting(paths, 'qemu.path', path));
    expect(message).toBe(`The setting qemu.path cannot be "${path}": ${reason}.`);
    expect(hint).not.toContain(reason);
    expect(detail).toBe(`${path} cannot be used: ${reason}.`);
  });

  it.each([
    ['vm.memory', 'vm.memoryMiB'],
    ['memory', 'vm.memoryMiB'],
    ['vm.cpu', 'vm.cpus'],
    ['docker.usecontext', 'docker.useContext'],
  ])('name the setting that "%s" was meant to be', async (mistyped, meant) => {
    for (const work of [getSetting, unsetSetting]) {
      const failure = await failureOf(work(paths, mistyped));
      expect(failure.code).toBe('setting-unknown');
      expect(failure.hint).toContain(`Did you mean ${meant}?`);
    }
  });

  it('guess nothing for a name that is like none', async () => {
    expect((await failureOf(getSetting(paths, 'colour'))).hint).not.toContain('Did you mean');
    expect((await failureOf(getSetting(paths, '__proto__'))).code).toBe('setting-unknown');
  });

  it.each(['{"vm.cpus": 4', '[]', '"text"', ''])(
    'keep a damaged file (%s) and say so until it is removed',
    async (content) => {
      await writeFile(paths.settings, content);
      const first = await readSettings(paths);
      expect(first.settings['vm.cpus']).toBe(0);
      const [kept] = (await readdir(paths.home)).filter((name) => name.startsWith('settings.json.damaged-'));
      expect(await readFile(join(paths.home, kept ?? 'none'), 'utf8')).toBe(content);
      for (const { problems } of [first, await readSettings(paths)]) {
        expect(problems).toMatchObject([
          { code: 'settings-invalid', message: expect.stringContaining(kept ?? 'none') },
        ]);
      }
      await rm(join(paths.home, kept ?? 'none'));
      expect((await readSettings(paths)).problems).toEqual([]);
    },
  );

  it('are read again when their file is another or was written to, and not while it stays', async () => {
    const write = (cpus: number) => writeFile(paths.settings, `{"vm.cpus": ${cpus}}`);
    await write(3);
    // Until it was not written to just now.
    const first = await poll(50, abortAfter(8_000), async () => {
      const one = await loadSettings(paths);
      return (await loadSettings(paths)) === one ? one : undefined;
    });
    expect(first['vm.cpus']).toBe(3);
    await write(4);
    expect((await loadSettings(paths))['vm.cpus']).toBe(4);
    await setSetting(paths, 'vm.cpus', 5);
    expect((await loadSettings(paths))['vm.cpus']).toBe(5);
    await rm(paths.settings);
    expect((await loadSettings(paths))['vm.cpus']).toBe(0);
  });

  it('are not taken for the defaults once a file can be read again', async () => {
    const other = join(paths.home, 'other.json');
    await writeFile(other, '{"vm.cpus": 3}');
    await mkdir(paths.settings);
    await delay(2_100);
    expect((await loadSettings(paths))['vm.cpus']).toBe(0);
    expect((await readSettings(paths)).problems).toHaveLength(1);
    expect(await loadSettings(paths)).not.toBe(await loadSettings(paths));
    await rm(paths.settings, { recursive: true });
    await rename(other, paths.settings);
    expect((await loadSettings(paths))['vm.cpus']).toBe(3);
  });

  it('do not miss a second write within a moment', async () => {
    for (const cpus of [3, 4, 5]) {
      await writeFile(paths.settings, `{"vm.cpus": ${cpus}}`);
      expect((await loadSettings(paths))['vm.cpus']).toBe(cpus);
    }
  });

  it('use the default for a value in the file that is not allowed, and say so', async () => {
    await writeFile(paths.settings, '{"vm.cpus": "many", "vm.memoryMiB": {"a": 1}, "vm.diskGiB": 32}');
    const { settings, problems } = await readSettings(paths);
    expect(settings).toMatchObject({ 'vm.cpus': 0, 'vm.memoryMiB': 2048, 'vm.diskGiB': 32 });
    expect(problems.map((problem) => problem.message)).toEqual([
      expect.stringContaining('vm.cpus cannot be "many"'),
      expect.stringContaining('vm.memoryMiB cannot be {"a":1}'),
    ]);
  });

  it('are the defaults when a folder is in the place of their file, and say so', async () => {
    await mkdir(paths.settings);
    const { settings, problems } = await readSettings(paths);
    expect(settings['vm.cpus']).toBe(0);
    expect(problems).toMatchObject([
      { code: 'settings-invalid', message: expect.stringContaining('settings.json') },
    ]);
    expect((await failureOf(setSetting(paths, 'vm.cpus', 2))).message).toMatch(
      /cannot be written: .*it is a folder \(EISDIR\)\.$/,
    );
  });

  it('keep keys of a newer version through a write', async () => {
    await writeFile(paths.settings, '{"future.key": [1]}');
    await setSetting(paths, 'vm.cpus', 2);
    expect(JSON.parse(await readFile(paths.settings, 'utf8'))).toEqual({ 'future.key': [1], 'vm.cpus': 2 });
  });

  it('lose nothing to writers at the same moment, and leave no lock behind', async () => {
    await Promise.all([
      setSetting(paths, 'vm.cpus', 3),
      setSetting(paths, 'vm.memoryMiB', 1024),
      setSetting(paths, 'vm.diskGiB', 10),
      setSetting(paths, 'app.onClose', 'stop'),
    ]);
    expect(await loadSettings(paths)).toMatchObject({
      'vm.cpus': 3,
      'vm.memoryMiB': 1024,
      'vm.diskGiB': 10,
      'app.onClose': 'stop',
    });
    expect(
      (await readdir(paths.home)).filter((name) => name.includes('lock') || name.endsWith('.tmp')),
    ).toEqual([]);
  });

  it('list every setting with its default, what it does and what it takes', async () => {
    await setSetting(paths, 'vm.cpus', 3);
    const settings = await listSettings(paths);
    expect(settings.find((setting) => setting.key === 'vm.cpus')).toMatchObject({ value: 3, default: 0 });
    expect(settings.every((setting) => setting.description !== '' && setting.allowed !== '')).toBe(true);
  });
});

describe('the credentials of a proxy', () => {
  const secret = 'http://ann:s3cret@proxy.example.com:3128';
  const shown = 'http://***@proxy.example.com:3128';

  it('are kept, and shown to nobody', async () => {
    expect((await setSetting(paths, 'network.proxy', secret)).value).toBe(shown);
    expect((await loadSettings(paths))['network.proxy']).toBe(secret);
    const listed = [await listSettings(paths), await getSetting(paths, 'network.proxy')];
    expect(JSON.stringify(listed)).not.toContain('s3cret');
    expect((await stat(paths.settings)).mode & 0o777).toBe(0o600);
  });

  it('stay when the value is set as it was shown, and are asked for with any other', async () => {
    await setSetting(paths, 'network.proxy', secret);
    await setSetting(paths, 'network.proxy', shown);
    expect((await loadSettings(paths))['network.proxy']).toBe(secret);
    const other = 'http://***@elsewhere.example.com:3128';
    await expect(setSetting(paths, 'network.proxy', other)).rejects.toMatchObject({
      code: 'settings-invalid',
      hint: expect.stringContaining('name and password'),
    });
  });

  it('are in no message about a value that is refused, or that a file holds', async () => {
    const bad = 'ftp://ann:s3cret@proxy.example.com';
    const { message, hint } = await failureOf(setSetting(paths, 'network.proxy', bad));
    expect(message + hint).not.toContain('s3cret');
    await writeFile(paths.settings, JSON.stringify({ 'network.proxy': bad }));
    const { settings, problems } = await readSettings(paths);
    expect(settings['network.proxy']).toBe('system');
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('s3cret');
  });
});
