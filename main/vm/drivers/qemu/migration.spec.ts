import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestFormat, endSaving, letSavingEnd, loadMemory, saveMemory, whyUnsavable } from './migration.ts';
import type { Qmp } from './qmp.ts';

const { signal } = new AbortController();
const noneShared = async () => undefined;
const before = process.cwd();

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migration-'));
  file = join(folder, 'asleep.memory.tmp');
  // QEMU's own folder, where its relative paths lead.
  process.chdir(folder);
});

afterEach(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true, force: true });
});

interface Script {
  readonly capabilities?: readonly string[];
  /** What `query-migrate` answers, one after the other; the last one from then on. */
  readonly progress: readonly object[];
  migrate?(uri: string): Promise<void> | void;
  incoming?(uri: string): Promise<void> | void;
}

/** Where memory is written, with room for all of it. */
const target = ({ isRoomy } = { isRoomy: true }) => ({ file, folder, isRoomy });
const narrow = { isRoomy: false };

/** A monitor that answers by a script. */
function scripted({
  capabilities = ['mapped-ram', 'multifd', 'xbzrle'],
  progress,
  migrate,
  incoming,
}: Script) {
  const said: { readonly command: string; readonly parameters: Record<string, unknown> }[] = [];
  let look = 0;
  const qmp: Qmp = {
    closed: new Promise(() => undefined),
    close: () => undefined,
    onEvent: () => undefined,
    async execute(command, parameters, asked) {
      asked.throwIfAborted();
      said.push({ command, parameters });
      if (command === 'query-migrate-capabilities')
        return capabilities.map((capability) => ({ capability, state: false }));
      if (command === 'query-migrate') return progress[Math.min(look++, progress.length - 1)];
      if (command === 'migrate') await migrate?.(String(parameters.uri));
      if (command === 'migrate-incoming') await incoming?.(String(parameters.uri));
      return {};
    },
  };
  const commands = () => said.map(({ command }) => command).filter((command) => command !== 'query-migrate');
  const parametersOf = (name: string) => said.find(({ command }) => command === name)?.parameters;
  return { qmp, commands, parametersOf };
}

/** As they are set: both each time, since those of a load are still on when the same QEMU saves. */
const capabilities = (multifd: boolean) => ({
  capabilities: [
    { capability: 'mapped-ram', state: true },
    { capability: 'multifd', state: multifd },
  ],
});

const done = [{ status: 'setup' }, { status: 'active' }, { status: 'completed' }];
const plain = ['multifd', 'xbzrle'];

describe('the form of saved memory', () => {
  it('is the one with holes where QEMU knows all that it takes, and a stream elsewhere', () => {
    expect(bestFormat(new Set(['mapped-ram', 'multifd', 'xbzrle']), false)).toBe('mapped');
    expect(bestFormat(new Set(['multifd', 'xbzrle']), false)).toBe('stream');
    expect(bestFormat(new Set(['mapped-ram']), false)).toBe('stream');
  });

  it('has memory that is shared apart, where QEMU can leave that out', () => {
    expect(bestFormat(new Set(['mapped-ram', 'multifd', 'x-ignore-shared']), true)).toBe('apart');
    expect(bestFormat(new Set(['mapped-ram', 'multifd', 'x-ignore-shared']), false)).toBe('mapped');
    expect(bestFormat(new Set(['mapped-ram', 'multifd']), true)).toBe('mapped');
  });
});

describe('whyUnsavable', () => {
  it('gives QEMU’s reasons', async () => {
    expect(await whyUnsavable(scripted({ progress: [{}] }).qmp, signal)).toBeNull();
    const reasons = { 'blocked-reasons': ['WHPX cannot', 'nor can this device'] };
    expect(await whyUnsavable(scripted({ progress: [reasons] }).qmp, signal)).toBe(
      'WHPX cannot; nor can this device',
    );
  });
});

describe('saving', () => {
  it('has QEMU write the file by itself, each page in its place', async () => {
    const { qmp, commands, parametersOf } = scripted({ progress: done });
    await writeFile(file, 'what was left of an earlier one');
    expect(await saveMemory(qmp, target(), signal)).toBe('mapped');
    expect(commands()).toEqual([
      ...['query-migrate-capabilities', 'migrate-set-capabilities', 'migrate-set-parameters', 'migrate'],
    ]);
    expect(parametersOf('migrate-set-capabilities')).toEqual(capabilities(true));
    expect(parametersOf('migrate')).toEqual({ uri: `file:${file}` });
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes the stream of an older QEMU, for this user alone, to its last byte', async () => {
    const sent = Buffer.alloc(3_000_000, 'stream of pages ');
    const { qmp, commands } = scripted({
      capabilities: plain,
      progress: done,
      async migrate(uri) {
        expect(uri).toBe('unix:memory.sock');
        expect((await stat('memory.sock')).mode & 0o777).toBe(0o600);
        connect('memory.sock').end(sent);
      },
    });
    expect(await saveMemory(qmp, target(), signal)).toBe('stream');
    expect(commands()).not.toContain('migrate-set-capabilities');
    expect((await readFile(file)).equals(sent)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['asleep.memory.tmp']);
  });

  it('lets one thread alone write where there may be too little room: QEMU may end when a save by several fails', async () => {
    const { qmp, commands, parametersOf } = scripted({ progress: done });
    expect(await saveMemory(qmp, target(narrow), signal)).toBe('mapped');
    expect(commands()).toContain('migrate');
    expect(parametersOf('migrate-set-capabilities')).toEqual(capabilities(false));
  });

  it('does not give up what several threads write: waits until it ends by itself', async () => {
    const controller = new AbortController();
    const { qmp, commands } = scripted({
      progress: [{ status: 'active' }, { status: 'active' }, { status: 'completed' }],
      migrate: () => controller.abort(new Error('enough')),
    });
    await expect(saveMemory(qmp, target(), controller.signal)).rejects.toThrow('enough');
    expect(commands().at(-1)).toBe('migrate');
  });

  it.each([undefined, plain])(
    'rejects in QEMU’s words, and ends what it began (%j)',
    async (capabilities) => {
      const failure = { status: 'failed', 'error-desc': 'No space left on device' };
      const { qmp, commands } = scripted({
        progress: [{ status: 'active' }, failure],
        ...(capabilities && { capabilities }),
      });
      await expect(saveMemory(qmp, target(narrow), signal)).rejects.toMatchObject({
        code: 'save-failed',
        message: expect.stringContaining('No space left on device'),
      });
      expect(commands().at(-1)).toBe('migrate_cancel');
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('ends what it began when it is to stop, and waits for that', async () => {
    const controller = new AbortController();
    const { qmp, commands } = scripted({
      progress: [{ status: 'active' }, { status: 'cancelling' }, { status: 'cancelled' }],
      migrate: () => controller.abort(new Error('enough')),
    });
    await expect(saveMemory(qmp, target(narrow), controller.signal)).rejects.toThrow('enough');
    expect(commands().at(-1)).toBe('migrate_cancel');
  });

  it('does nothing more where nothing is being saved', async () => {
    await endSaving(scripted({ progress: [{}] }).qmp, signal);
    await endSaving(scripted({ progress: [{ status: 'none' }] }).qmp, signal);
  });

  it('lets one end that another host had begun', async () => {
    const { qmp, commands } = scripted({ progress: [{ status: 'active' }, { status: 'completed' }] });
    await letSavingEnd(qmp, signal);
    expect(commands()).not.toContain('migrate_cancel');
  });

  it('gives up one of another host that takes too long', async () => {
    const progress = [...Array.from({ length: 40 }, () => ({ status: 'active' })), { status: 'cancelled' }];
    const { qmp, commands } = scripted({ progress });
    await letSavingEnd(qmp, signal, 30);
    expect(commands()).toContain('migrate_cancel');
  });
});

describe('loading', () => {
  it('has QEMU read the file by itself', async () => {
    const { qmp, commands, parametersOf } = scripted({ progress: done });
    await loadMemory(qmp, { file, format: 'mapped' }, folder, noneShared, signal);
    expect(commands()).toEqual(['migrate-set-capabilities', 'migrate-set-parameters', 'migrate-incoming']);
    expect(parametersOf('migrate-set-capabilities')).toEqual(capabilities(true));
    expect(parametersOf('migrate-incoming')).toEqual({ uri: `file:${file}` });
  });

  it('says that shared memory is to be found nowhere', async () => {
    const { qmp, commands } = scripted({ progress: done });
    const image = { file, format: 'apart' } as const;
    await expect(loadMemory(qmp, image, folder, noneShared, signal)).rejects.toMatchObject({
      code: 'resume-failed',
    });
    expect(commands()).not.toContain('migrate-incoming');
  });

  it('sends a stream to where QEMU listens', async () => {
    await writeFile(file, Buffer.alloc(2_000_000, 'pages '));
    let received: Promise<Buffer> | undefined;
    const { qmp, commands } = scripted({
      progress: done,
      incoming: (uri) => {
        expect(uri).toBe('unix:memory.sock');
        return new Promise((resolve) => {
          const server = createServer((socket) => {
            received = buffer(socket);
            server.close();
          }).listen('memory.sock', resolve);
        });
      },
    });
    await loadMemory(qmp, { file, format: 'stream' }, folder, noneShared, signal);
    expect(commands()).toEqual(['migrate-set-parameters', 'migrate-incoming']);
    expect((await received)?.equals(await readFile(file))).toBe(true);
    expect(await readdir(folder)).toEqual(['asleep.memory.tmp']);
  });

  it.each(['mapped', 'stream'] as const)('rejects in QEMU’s words (%s)', async (format) => {
    const { qmp } = scripted({ progress: [{ status: 'failed', 'error-desc': 'load of migration failed' }] });
    await expect(loadMemory(qmp, { file, format }, folder, noneShared, signal)).rejects.toMatchObject({
      code: 'resume-failed',
      message: expect.stringContaining('load of migration failed'),
    });
  });
});
