import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordRun } from './timings.mjs';

/** @type {string} */
let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-timings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** @param {number} totalMs */
const run = (totalMs) => ({ command: 'start', startedAt: '2026-01-01T00:00:00.000Z', totalMs, steps: [] });

describe('recordRun', () => {
  it('keeps the last runs, newest last, and leaves no other file', async () => {
    const path = join(folder, 'timings.json');
    for (let totalMs = 1; totalMs <= 53; totalMs++) await recordRun(path, run(totalMs));
    const { runs } = JSON.parse(await readFile(path, 'utf8'));
    expect(runs).toHaveLength(50);
    expect([runs.at(0).totalMs, runs.at(-1).totalMs]).toEqual([4, 53]);
    expect(await readdir(folder)).toEqual(['timings.json']);
  });

  it.each(['', '{"runs": 3}', 'rubbish'])('begins anew over a damaged file (%j)', async (text) => {
    const path = join(folder, 'timings.json');
    await writeFile(path, text);
    await recordRun(path, run(7));
    expect(JSON.parse(await readFile(path, 'utf8')).runs).toEqual([run(7)]);
  });
});
