// What a shared folder does for programs in containers, call by call, beside the VM's own disk; and a long random mix of calls on
// one file. What is otherwise is written down in docs/shared-folders.md, and these are the very tables.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Instance, removeInstance } from '../support/instance.ts';
import { createSharingInstance } from '../support/sharing-instance.ts';
import { wholeNumber } from '../support/whole-number.ts';
import { checkBetween } from './between-containers.ts';
import { copySuite, openSession, type Session } from './session.ts';
import { broken, differences, readVerdicts, tableBelow, type Verdict } from './verdicts.ts';
import { checkWithHost } from './with-host.ts';

const firstSeed = wholeNumber('SLIPWAY_FILE_MIX_SEED', Date.now() % 1_000_000);
const seeds = Array.from({ length: wholeNumber('SLIPWAY_FILE_MIXES', 2) }, (_, index) => firstSeed + index);
const operations = 1_500;

/** Each check of a suite, on a machine that emulates and has other things to do. In milliseconds. */
const suiteDeadlineMs = 120_000;

let vm: Instance;
let folder: string;
let page: string;
let one: Session;
let other: Session;

beforeAll(async () => {
  vm = await createSharingInstance();
  folder = join(vm.userHome, 'shared folder');
  const suite = join(vm.userHome, 'suite');
  await Promise.all([mkdir(folder), copySuite(suite), vm.start()]);
  page = await readFile(join(import.meta.dirname, '../../docs/shared-folders.md'), 'utf8');
  const volumes = [`${folder}:/share`, 'own:/disk'];
  [one, other] = [openSession(vm, suite, volumes), openSession(vm, suite, volumes)];
});

afterAll(async () => {
  await Promise.all([one?.end(), other?.end()]).finally(() => removeInstance(vm));
});

async function checkAll(at: string): Promise<readonly Verdict[]> {
  const alone = readVerdicts(await one.ask(`return suite.run('${at}')`, suiteDeadlineMs));
  return [...alone, ...(await checkBetween(one, other, at))];
}

describe('calls of programs in containers', () => {
  let ownDisk: readonly Verdict[];

  it('do on the VM’s own disk what Linux promises', async () => {
    ownDisk = await checkAll('/disk');
    expect(broken(ownDisk)).toEqual([]);
  });

  it('do the same on a shared folder, but for what docs/shared-folders.md says', async ({ annotate }) => {
    const shared = await checkAll('/share');
    await annotate(`${shared.length} checks`);
    const written = tableBelow(page, 'What is otherwise than on the VM’s own disk').map(
      ([check, own, otherwise]) => ({ check, ownDisk: own, sharedFolder: otherwise }),
    );
    expect(differences(ownDisk, shared)).toEqual(written);
  });
});

describe('containers and this computer', () => {
  it('see of each other in a shared folder what docs/shared-folders.md says', async () => {
    const found = await checkWithHost(one, folder, '/share');
    const written = tableBelow(page, 'Between containers and this computer');
    expect(found).toEqual(written.map(([check, saw]) => [check, saw]));
  });
});

describe('a random mix of operations on one file', () => {
  const made = z.tuple([z.string(), z.number(), z.number()]);
  const mix = async (at: string, seed: number) =>
    made.parse(await one.ask(`return mix.run('${at}/mix-${seed}', ${seed}, ${operations})`, suiteDeadlineMs));

  it.each(seeds)('is on the VM’s own disk what it is to be: seed %i', async (seed) => {
    await mix('/disk', seed);
  });

  it.each(seeds)('is on a shared folder what it is to be, from here, too: seed %i', async (seed) => {
    const [name, size, sum] = await mix('/share', seed);
    const content = await readFile(join(folder, `mix-${seed}`, name));
    expect([content.length, adlerSum(content)]).toEqual([size, sum]);
  });
});

/** As `in-container/mix.lua` has it. */
function adlerSum(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}
