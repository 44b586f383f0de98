import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

let folder: string;
const now = () => new Date('2026-01-02T03:04:05.678Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-log-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a log', () => {
  it('holds one line for each entry, with time, level and context', async () => {
    const file = join(folder, 'logs', 'a.log');
    const logger = createLogger(file, { now }).with({ pid: 7 });
    logger.info('Guest\nbooted', { stage: 'two words', ms: 12, nothing: undefined });
    logger.debug('not written');
    expect(await readFile(file, 'utf8')).toBe(
      '2026-01-02T03:04:05.678Z info  Guest\\nbooted pid=7 stage="two words" ms=12\n',
    );
  });

  it('keeps the stack and the cause of an error on the one line', async () => {
    const file = join(folder, 'a.log');
    createLogger(file, { now }).error('Failed', { error: new Error('outer', { cause: new Error('inner') }) });
    const text = await readFile(file, 'utf8');
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toMatch(/outer.*logger\.spec\.ts.*because of.*inner/);
  });

  it('never holds a secret', async () => {
    const file = join(folder, 'a.log');
    createLogger(file, { now }).warn(
      'Pull from https://ann:hunter2@registry.test/v2 with Bearer hunter2.hunter2',
      {
        registryPassword: 'hunter2',
        request: { headers: { Authorization: 'hunter2' }, identityToken: 'hunter2' },
        key: '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----',
      },
    );
    expect(await readFile(file, 'utf8')).not.toContain('hunter2');
  });

  it('lets no hostile text forge an entry or drive a terminal', async () => {
    const file = join(folder, 'a.log');
    createLogger(file, { now }).info('name', { container: 'x\n2026 info  forged\u001b[2J\r' });
    const text = await readFile(file, 'utf8');
    expect(text.split('\n')).toHaveLength(2);
    expect(text).not.toContain('\u001b');
  });

  it('is capped and rotated', async () => {
    const file = join(folder, 'a.log');
    const logger = createLogger(file, { now, maxBytes: 400, files: 3 });
    for (let index = 0; index < 100; index += 1) logger.info(`entry ${index}`, { filler: 'x'.repeat(50) });
    expect((await readdir(folder)).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    const texts = await Promise.all(
      ['a.log.2', 'a.log.1', 'a.log'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(texts.every((text) => text.length <= 400)).toBe(true);
    const numbers = [...texts.join('').matchAll(/entry (\d+)/g)].map((match) => Number(match[1]));
    expect(numbers.at(-1)).toBe(99);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  it('cuts a message that would fill it', async () => {
    const file = join(folder, 'a.log');
    createLogger(file, { now }).warn('x'.repeat(1_000_000));
    expect((await readFile(file, 'utf8')).length).toBeLessThan(10_000);
  });

  it('says how many entries were lost once it can be written again', async () => {
    const blocked = join(folder, 'blocked');
    await writeFile(blocked, 'a file where the folder should be');
    const logger = createLogger(join(blocked, 'a.log'), { now });
    logger.info('one');
    logger.info('two');
    await rm(blocked);
    logger.info('three');
    expect(await readFile(join(blocked, 'a.log'), 'utf8')).toMatch(
      /^\(2 entries could not be written.*\n.*three\n$/,
    );
  });
});
