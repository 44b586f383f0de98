import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SharedChange } from '../contract/shares.ts';
import { abortAfter, delay, poll } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import { createFakeMachine } from '../vm/fakes/fake-machine.ts';
import type { WatchesMessage } from '../vm/guest/watches-line.ts';
import type { State } from '../vm/state.ts';
import { type WatchedFolders, watchSharedFolders } from './watched-folders.ts';

let folder: string;
let folders: WatchedFolders;
let kind: State['kind'];
let machine: Machine | undefined;
let onChange: () => void;
let say: (message: WatchesMessage) => void;
let lists: number;
let told: string[];
let problems: number;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'watched-')));
  await mkdir(join(folder, 'hidden'));
  await mkdir(join(folder, 'site'));
  kind = 'stopped';
  machine = undefined;
  lists = 0;
  told = [];
  problems = 0;
  const supervisor = {
    view: () => ({ state: { kind } }),
    present: () => machine,
    onChange(listener: () => void) {
      onChange = listener;
    },
  } as unknown as Parameters<typeof watchSharedFolders>[0]['supervisor'];
  folders = watchSharedFolders({
    supervisor,
    hidden: async () => [join(folder, 'hidden')],
    most: async () => 1,
    onProblems() {
      problems += 1;
    },
  });
  await folders.begin();
});

afterEach(async () => {
  folders.close();
  await rm(folder, { recursive: true, force: true });
});

function boot(readOnly = false): void {
  const fake = createFakeMachine(1);
  machine = {
    ...fake,
    record: { ...fake.record, shares: [{ path: folder, readOnly }] },
    watches: {
      onMessage(listener) {
        say = listener;
      },
      list() {
        lists += 1;
        return `word${lists}`;
      },
      async tell(changes: readonly SharedChange[]) {
        told.push(...changes.map(({ path }) => path.slice(folder.length)));
      },
      close: () => undefined,
    },
  };
  kind = 'running';
  onChange();
}

const watch = (name: string) => say({ kind: 'watch', path: join(folder, name), isFolder: true });
const pause = (ms: number) => delay(ms, abortAfter(5_000));
const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));

it('asks each VM for all, and tells it of changes once it has said all', async () => {
  boot();
  watch('site');
  await pause(50);
  await writeFile(join(folder, 'site', 'a'), '');
  await pause(100);
  expect(told).toEqual([]);
  say({ kind: 'told', word: 'word1' });
  await until(() => told.includes('/site/a'));
});

it('goes on while the VM sleeps, and tells it at the wake', async () => {
  boot();
  watch('site');
  say({ kind: 'told', word: 'word1' });
  await pause(50);
  machine = undefined;
  kind = 'sleeping';
  onChange();
  await writeFile(join(folder, 'site', 'a'), '');
  boot();
  await pause(100);
  expect(told).toEqual([]);
  watch('site');
  say({ kind: 'told', word: 'word1' });
  await pause(50);
  expect(told).toEqual([]);
  say({ kind: 'told', word: 'word2' });
  await until(() => told.includes('/site/a'));
});

it('asks again when what tells in the guest begins anew', () => {
  boot();
  say({ kind: 'hello' });
  expect(lists).toBe(2);
});

it('tells nothing of what is hidden, of another folder, or of a share that cannot be told of', async () => {
  boot();
  watch('hidden');
  say({ kind: 'watch', path: tmpdir(), isFolder: true });
  say({ kind: 'watch', path: '/etc/passwd', isFolder: false });
  say({ kind: 'told', word: 'word1' });
  await pause(50);
  await writeFile(join(folder, 'hidden', 'a'), '');
  await pause(100);
  expect(told).toEqual([]);
  boot(true);
  watch('site');
  say({ kind: 'told', word: 'word2' });
  await pause(50);
  await writeFile(join(folder, 'site', 'a'), '');
  await pause(100);
  expect(told).toEqual([]);
});

it('says when there are more than can be watched, and forgets all when the VM stops', () => {
  boot();
  watch('site');
  watch('hidden-not');
  expect(folders.problems()).toMatchObject([
    { code: 'watches-exceeded', message: expect.stringContaining('1 of the 2') },
  ]);
  expect(problems).toBe(1);
  kind = 'stopped';
  machine = undefined;
  onChange();
  expect(folders.problems()).toEqual([]);
});
