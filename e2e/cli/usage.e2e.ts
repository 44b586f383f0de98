import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInstance, type Instance, removeInstance } from '../support/instance.ts';

let instance: Instance;

beforeAll(async () => {
  instance = await createInstance();
});

afterAll(async () => {
  await removeInstance(instance);
});

/** What went wrong in one line, what to try in the next, and nothing else: no stack, no usage text. */
const twoLines = /^slipway: [^\n]+\n {2}try: [^\n]+\n$/;

describe('wrong usage', () => {
  it.each([
    [['stat'], /Unknown command 'stat'/, /Did you mean start\?/],
    [['bogus'], /Unknown command 'bogus'/, /slipway help/],
    [['status', '--jsno'], /Unknown option '--jsno'/, /Did you mean --json\?/],
    [['start', 'now'], /Too many arguments/, /help/],
    [['status', '--yaml'], /Unknown option '--yaml'/, /help/],
    [['logs', '-n', 'ten'], /argument 'ten' is invalid.*whole number/, /help/],
    [['logs', '--source', 'dmesg'], /supervisor, console, qemu/, /help/],
    [['settings'], /A command is missing/, /help/],
    [['settings', 'get'], /Missing required argument 'key'/, /help/],
    [['settings', 'get', 'vm.memory'], /no setting named "vm.memory"/, /vm\.memoryMiB/],
    [['settings', 'set', 'vm.colour', 'red'], /no setting named "vm.colour"/, /settings list/],
    [['settings', 'set', 'vm.cpus', 'many'], /vm\.cpus cannot be "many"/, /whole number from 0 to 64/],
    [['settings', 'set', 'vm.cpus', '-1'], /vm\.cpus cannot be|Unknown option/, /whole number|help/],
    [['help', 'nothing'], /no command of that name/, /help/],
  ])('%j ends with 2 and two lines', async (parameters, message, hint) => {
    const { code, stdout, stderr } = await instance.slipway(parameters);
    expect(stdout).toBe('');
    expect(stderr).toMatch(twoLines);
    expect(stderr.split('\n')[0]).toMatch(message);
    expect(stderr.split('\n')[1]).toMatch(hint);
    expect(code).toBe(2);
  });
});

describe('without an engine', () => {
  it.each([
    [['docker', 'ps'], /Docker has nothing to talk to\. The engine is stopped\./, /slipway start/],
    [['shell'], /not running \(state: stopped\)/, /slipway start/],
    [['logs'], /no supervisor log yet/, /slipway start/],
  ])('%j ends with 1 and two lines', async (parameters, message, hint) => {
    const { code, stderr } = await instance.slipway(parameters);
    expect(stderr).toMatch(twoLines);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(hint);
    expect(code).toBe(1);
  });

  it('says that it is stopped, and stopping again is no failure', async () => {
    expect(await instance.status()).toMatchObject({
      state: 'stopped',
      socket: null,
      vm: null,
      host: null,
      problems: [],
    });
    expect(await instance.slipway(['stop'])).toMatchObject({
      code: 0,
      stdout: 'The engine is stopped already.\n',
    });
  });

  it('runs what docker does without one, untouched', async () => {
    const version = await instance.docker(['--version']);
    expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Docker version \d+/) });
    const help = await instance.docker(['run', '--help']);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('docker run [OPTIONS] IMAGE') });
  });

  it.each([['--version'], ['-V']])('prints its version (%s)', async (option) => {
    expect(await instance.slipway([option])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([[[]], [['help']], [['--help']]])('prints help (%j)', async (parameters) => {
    const { code, stdout } = await instance.slipway(parameters);
    expect(code).toBe(0);
    for (const command of ['start', 'stop', 'restart', 'status', 'logs', 'shell', 'docker', 'settings']) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    }
  });
});

describe('settings', () => {
  it('go round: set, get, list, unset, as texts and as JSON', async () => {
    expect(await instance.slipway(['settings', 'set', 'vm.memoryMiB', '4096'])).toMatchObject({ code: 0 });
    expect(await instance.slipway(['settings', 'get', 'vm.memoryMiB'])).toMatchObject({
      code: 0,
      stdout: '4096\n',
    });
    const { stdout } = await instance.slipway(['settings', 'list', '--json']);
    const listed = JSON.parse(stdout) as readonly { readonly key: string }[];
    expect(listed.find(({ key }) => key === 'vm.memoryMiB')).toMatchObject({ value: 4096, default: 2048 });
    expect(await instance.slipway(['settings', 'unset', 'vm.memoryMiB'])).toMatchObject({ code: 0 });
    expect(await instance.slipway(['settings', 'get', 'vm.memoryMiB'])).toMatchObject({ stdout: '2048\n' });
  });

  it('lose nothing to writers at the same moment', async () => {
    const written = { 'vm.cpus': '3', 'vm.diskGiB': '20', 'app.onClose': 'stop', 'docker.context': 'false' };
    const all = Object.entries(written).map(([key, value]) =>
      instance.slipway(['settings', 'set', key, value]),
    );
    expect((await Promise.all(all)).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    for (const [key, value] of Object.entries(written)) {
      expect(await instance.slipway(['settings', 'get', key])).toMatchObject({ stdout: `${value}\n` });
    }
  });
});
