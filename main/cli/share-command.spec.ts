import { describe, expect, it } from 'vitest';
import { formatShares, wordsOnVm } from './share-command.ts';

const work = { path: '/home/u/work', readOnly: false };

describe('formatShares', () => {
  it('says what is shared, how, and what stands in the way', () => {
    const problem = { code: 'share-unavailable', message: 'It is gone.', hint: 'Bring it back.' } as const;
    const lines = formatShares([
      { ...work, isShown: true, isWanted: true, problem: null },
      { path: '/srv\u001b[2J', readOnly: true, isShown: false, isWanted: true, problem },
      { path: '/opt', readOnly: true, isShown: false, isWanted: true, problem: null },
      { path: '/old', readOnly: true, isShown: true, isWanted: false, problem: null },
    ]);
    expect(lines).toEqual([
      'ACCESS       STATE                 FOLDER',
      'read, write  shown                 /home/u/work',
      expect.stringMatching(/^read only {4}not shown {13}\/srv/),
      'read only    with the next start   /opt',
      'read only    until the next start  /old',
      'It is gone.',
      '  try: Bring it back.',
    ]);
    expect(lines.join('')).not.toContain('\u001b');
    expect(formatShares([])).toEqual(['No folder is shared.']);
  });

  it('says what several are for want of once, and what to try of each other problem', () => {
    const away = { ...work, isShown: false, isWanted: true };
    const problem = (message: string, hint: string) =>
      ({ code: 'share-unavailable', message, hint }) as const;
    const lines = formatShares([
      { ...away, problem: problem('No server.', 'Install it.') },
      { ...away, problem: problem('No server.', 'Install it.') },
      { ...away, problem: problem('It is gone.', 'Install it.') },
      { ...away, problem: problem('Refused.', '') },
    ]);
    expect(lines.slice(5)).toEqual([
      'No server.',
      '  try: Install it.',
      'It is gone.',
      '  try: Install it.',
      'Refused.',
    ]);
  });
});

describe('wordsOnVm', () => {
  it('is silent where nothing is yet to come', () => {
    expect(wordsOnVm(work, true, undefined, [])).toBeUndefined();
    expect(wordsOnVm(work, true, { state: 'stopped' }, [])).toBeUndefined();
    expect(wordsOnVm(work, true, { state: 'running' }, [work])).toBeUndefined();
    expect(wordsOnVm(work, false, { state: 'running' }, [])).toBeUndefined();
  });

  it('says that a running VM is to be restarted, and what becomes of one that sleeps', () => {
    expect(wordsOnVm(work, true, { state: 'running' }, [])).toContain('slipway restart');
    expect(wordsOnVm(work, true, { state: 'running' }, [{ ...work, readOnly: true }])).toBeDefined();
    expect(wordsOnVm(work, false, { state: 'running' }, [work])).toContain('sees it until');
    expect(wordsOnVm(work, false, { state: 'sleeping' }, [])).toContain('boots it');
  });
});
