import { describe, expect, it } from 'vitest';
import type { PlaybookPlay } from '../contract/ansible.ts';
import { explainRun } from './explain.ts';
import { foldEvent } from './fold-event.ts';
import { readEvent } from './read-event.ts';

/** As the callback plugin of the image writes them. */
const lines = [
  '{"kind": "play", "name": "Harbour"}',
  '{"kind": "task", "id": "a", "name": "Rescued", "where": "/p/site.yml:5"}',
  '{"kind": "result", "task": "a", "host": "gull", "state": "failed", "message": "not this"}',
  'somebody else has printed this',
  '{"kind": "task", "id": "b", "name": "Moor", "where": "/p/site.yml:9"}',
  '{"kind": "result", "task": "b", "host": "gull", "state": "failed", "message": "no such pier."}',
  '{"kind": "result", "task": "b", "host": "heron", "state": "changed", "message": ""}',
  '{"kind": "end", "failed": ["gull"]}',
];

function played(count: number): readonly PlaybookPlay[] {
  return lines.slice(0, count).reduce<readonly PlaybookPlay[]>((plays, line, index) => {
    const event = readEvent(line);
    return event === undefined ? plays : foldEvent(plays, event, 100 + index);
  }, []);
}

describe('what a playbook does', () => {
  it('is told by plays and tasks, each ended by the next', () => {
    expect(played(6)).toEqual([
      {
        name: 'Harbour',
        tasks: [
          {
            ...{ id: 'a', name: 'Rescued', where: '/p/site.yml:5', startedAt: 101, endedAt: 104 },
            results: [{ host: 'gull', state: 'failed', message: 'not this' }],
          },
          {
            ...{ id: 'b', name: 'Moor', where: '/p/site.yml:9', startedAt: 104, endedAt: null },
            results: [{ host: 'gull', state: 'failed', message: 'no such pier.' }],
          },
        ],
      },
    ]);
    expect(played(8)[0]?.tasks[1]).toMatchObject({ endedAt: 107, results: [{}, { host: 'heron' }] });
  });

  it.each(['', 'PLAY [all]', '{', '{"kind": "task"}', '{"kind": "result", "state": "odd"}'])(
    'is not told by %j',
    (line) => expect(readEvent(line)).toBeUndefined(),
  );

  it('keeps what a runaway playbook does within bounds', () => {
    let plays = played(1);
    for (let index = 0; index < 2_100; index += 1)
      plays = foldEvent(plays, { kind: 'task', id: `${index}`, name: 'again', where: '' }, index);
    expect(plays[0]?.tasks).toHaveLength(2_000);
    for (let index = 0; index < 600; index += 1)
      plays = foldEvent(plays, { kind: 'play', name: 'more' }, index);
    expect(plays).toHaveLength(500);
  });

  it('is told of a handler that runs twice each time by itself', () => {
    const moor = { kind: 'task', id: 'h', name: 'Moor again', where: '' } as const;
    const result = { kind: 'result', task: 'h', host: 'gull', message: '' } as const;
    const plays = [moor, { ...result, state: 'changed' }, moor, { ...result, state: 'failed' }] as const;
    const [play] = plays.reduce((so, event, index) => foldEvent(so, event, index), played(1));
    expect(play?.tasks.map(({ results }) => results.map(({ state }) => state))).toEqual([
      ['changed'],
      ['failed'],
    ]);
  });
});

describe('why a playbook failed', () => {
  it('names task, play, host, message and place', () => {
    expect(explainRun('/p/site.yml', played(8), ['gull'], [])).toMatchObject({
      message: 'site.yml: the task “Moor” of the play “Harbour” failed on gull: no such pier.',
      hint: expect.stringContaining('/p/site.yml:9'),
    });
  });

  it('keeps of what Ansible wrote the last', () => {
    const { detail = '' } = explainRun('/p/site.yml', [], [], ['x'.repeat(100_000), 'ERROR! odd']);
    expect(detail.length).toBeLessThan(20_000);
    expect(detail).toMatch(/^…x+\nERROR! odd$/);
  });

  it('is in Ansible’s words where it could not be begun, with the place that they name', () => {
    const words = ['[WARNING]: x', '[ERROR]: YAML parsing failed: odd.', 'Origin: /p/bad.yml:4:6', ''];
    expect(explainRun('/p/bad.yml', [], [], words)).toMatchObject({
      message: 'bad.yml could not be run: YAML parsing failed: odd.',
      hint: 'Look at /p/bad.yml:4:6.',
      detail: expect.stringContaining('[WARNING]'),
    });
    expect(explainRun('/p/bad.yml', [], [], [])).toMatchObject({
      message: 'bad.yml could not be run: it did not say why.',
    });
  });
});
