import { describe, expect, it } from 'vitest';
import type { PlaybookTask, TaskState } from '../../main/contract/ansible.ts';
import { runCounts, runNote, runTitle, taskMessage, taskState } from './playbook-text.ts';

const task = (...states: readonly TaskState[]): PlaybookTask => ({
  ...{ id: 't', name: 'Moor', where: '/p/site.yml:3', startedAt: 1, endedAt: states.length > 0 ? 2 : null },
  results: states.map((state, index) => ({ host: `host${index}`, state, message: state })),
});

describe('a run of a playbook', () => {
  it('is called by the file, and by what came of it', () => {
    const run = { file: '/home/u/plays/site.yml', isCheck: false };
    expect(runTitle({ ...run, state: { kind: 'running', isEnding: false, doing: '' } })).toBe(
      'Running site.yml',
    );
    expect(runTitle({ ...run, isCheck: true, state: { kind: 'done', endedAt: 1 } })).toBe(
      'Ran a dry run of site.yml',
    );
  });

  it('is summed up by its tasks, each by the worst of its hosts', () => {
    const plays = [{ name: 'a', tasks: [task('ok', 'failed'), task('ok'), task('changed', 'ok'), task()] }];
    const state = { kind: 'running', isEnding: false, doing: '' } as const;
    expect(runCounts({ plays, state })).toBe('1 ok, 1 changed, 1 failed');
    expect(runNote({ plays, state })).toBe('Moor');
    expect(runNote({ plays, state: { ...state, isEnding: true } })).toBe('ending…');
  });
});

describe('a task', () => {
  it('runs until hosts are through with it, and has no result when it was cut short', () => {
    expect(taskState(task(), false)).toBe('running');
    expect(taskState(task(), true)).toBe('none');
    expect(taskState(task('skipped'), false)).toBe('skipped');
  });

  it('says which host says something where there are several', () => {
    expect(taskMessage(task('failed'))).toBe('failed');
    expect(taskMessage(task('failed', 'ok'))).toBe('host0: failed; host1: ok');
  });
});
