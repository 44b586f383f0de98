import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgress, formatDuration, statusLine } from './progress.mjs';

const clearLine = '\r\u001b[2K';

/** @param {{ isTTY?: boolean, columns?: number }} [kind] */
function fakeOutput(kind = {}) {
  let text = '';
  return {
    ...kind,
    write(/** @type {string} */ piece) {
      text += piece;
    },
    get text() {
      return text;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createProgress without a terminal', () => {
  it('says nothing of a short step until it ends', () => {
    const output = fakeOutput();
    const step = createProgress(output).start('Compile');
    vi.advanceTimersByTime(1_400);
    expect(output.text).toBe('');
    expect(step.done('12 files')).toBe(1_400);
    expect(output.text).toBe('✔ Compile: 12 files (1.4 s)\n');
  });

  it('prints a plain line after two seconds and then every five', () => {
    const output = fakeOutput();
    const step = createProgress(output).start('VM image');
    step.detail('downloading');
    vi.advanceTimersByTime(13_000);
    expect(output.text).toBe(
      '   VM image 2 s (downloading)\n   VM image 7 s (downloading)\n   VM image 12 s (downloading)\n',
    );
    step.failed();
    expect(output.text).toMatch(/✖ VM image: failed \(13\.0 s\)\n$/);
    expect(output.text).not.toContain('\u001b');
  });

  it('leaves no timer when every step has ended', () => {
    const progress = createProgress(fakeOutput());
    const [one, two] = [progress.start('One'), progress.start('Two')];
    one.done();
    expect(vi.getTimerCount()).toBe(1);
    two.done();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends a step once', () => {
    const output = fakeOutput();
    const step = createProgress(output).start('One');
    step.done();
    step.failed();
    expect(output.text.match(/One/g)).toHaveLength(1);
  });
});

describe('createProgress on a terminal', () => {
  it('updates one line in place and clears it before any other line', () => {
    const output = fakeOutput({ isTTY: true, columns: 80 });
    const progress = createProgress(output);
    const step = progress.start('VM image');
    vi.advanceTimersByTime(1_200);
    expect(output.text).toContain('VM image 1 s');
    expect(output.text).not.toContain('\n');
    progress.note('a note');
    expect(output.text).toContain(`${clearLine}a note\n`);
    step.done();
    expect(output.text).toMatch(/✔ VM image \(1\.2 s\)\n$/);
  });
});

describe('statusLine', () => {
  it('names every step under way, and fits the terminal', () => {
    const steps = [
      { name: 'Packages', startedAt: 0, detail: 'npm ci' },
      { name: 'VM image', startedAt: 2_000, detail: '' },
    ];
    expect(statusLine(steps, 9_500, 80, '*')).toBe('* Packages 9 s (npm ci) · VM image 7 s');
    const narrow = statusLine(steps, 9_500, 20, '*');
    expect(narrow).toHaveLength(19);
    expect(narrow.endsWith('…')).toBe(true);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1_000, '1.0 s'],
    [59_900, '59.9 s'],
    [61_400, '1 min 1 s'],
  ])('reads %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
