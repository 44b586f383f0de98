// The commands of the script that runs in helper containers, by a shell of this machine.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = readFileSync(new URL('../../main/engine/files/helper.sh', import.meta.url), 'utf8');

// It is written for Linux: others have other programs of these names.
describe.skipIf(process.platform !== 'linux')('the script of helpers', () => {
  let top: string;

  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'helper-'));
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  /** Runs a command of it. `before`: lines that come between the script and the command. */
  const run = (words: readonly string[], before = '') => {
    const text = `${script}\n${before}\n"$@"`;
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', text, 'sh', ...words], {
      encoding: 'utf8',
    });
    return { code: status, output: stdout, complaint: stderr };
  };
  const fill = (folder: string, ...names: readonly string[]) => {
    mkdirSync(join(top, folder), { recursive: true });
    for (const name of names) writeFileSync(join(top, folder, name), `${folder}/${name}`);
  };
  const names = (folder = '') => readdirSync(join(top, folder)).toSorted();
  const text = (name: string) => readFileSync(join(top, name), 'utf8');

  describe('publish', () => {
    it('puts new names and those that are to be replaced beside the stage', () => {
      fill('', 'old');
      fill('stage', 'old', 'new', 'line\nend');
      expect(run(['publish', top, '', 'stage', 'new', 'line\nend', '/', 'old'])).toMatchObject({ code: 0 });
      expect(names()).toEqual(['line\nend', 'new', 'old']);
      expect(text('old')).toBe('stage/old');
    });

    it('replaces nothing that has come meanwhile, and tells its names', () => {
      fill('', 'old', 'one', 'two');
      fill('stage', 'old', 'one', 'two', 'new');
      const words = ['publish', top, '', 'stage', 'one', 'new', 'two', '/', 'old'];
      expect(run(words)).toMatchObject({ code: 8, output: 'one/two/' });
      expect(names()).toEqual(['old', 'one', 'stage', 'two']);
      expect(text('old')).toBe('/old');
    });
  });

  describe('exchange', () => {
    it('puts what has come in the place of what was there, which is kept beside it', () => {
      fill('', 'both', 'old', '.hidden');
      fill('stage', 'both', 'new\nline', '-rf');
      expect(run(['exchange', top, 'stage'])).toEqual({ code: 0, output: '', complaint: '' });
      expect(names()).toEqual(['-rf', 'both', 'new\nline', 'stage-before']);
      expect(text('both')).toBe('stage/both');
      expect(names('stage-before')).toEqual(['.hidden', 'both', 'old']);
    });

    it('removes nothing when what has come cannot be moved', () => {
      fill('', 'old');
      fill('stage', 'new');
      const failing = 'xargs() { case "$*" in *"-t .") return 1;; *) command xargs "$@";; esac; }';
      expect(run(['exchange', top, 'stage'], failing)).toMatchObject({ code: 1 });
      expect(names('stage')).toEqual(['new']);
      expect(names('stage-before')).toEqual(['old']);
    });

    it('puts back what was there when not all of it can be moved', () => {
      fill('', 'first', 'second');
      fill('stage', 'new');
      const failing =
        'xargs() { case "$*" in *-before) mv ./first ./stage-before; return 1;; *) command xargs "$@";; esac; }';
      expect(run(['exchange', top, 'stage'], failing)).toMatchObject({ code: 9 });
      expect(names()).toEqual(['first', 'second', 'stage']);
      expect(names('stage')).toEqual(['new']);
    });
  });
});
