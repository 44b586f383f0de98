import { describe, expect, it } from 'vitest';
import { createBuildReader } from './build-output.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the progress of a build', () => {
  it('becomes a line for each step that begins and ends, and those that it writes', () => {
    const read = createBuildReader();
    const started = '2026-11-27T00:00:00Z';
    const vertex = { digest: 'a', name: '[1/2] RUN make', started };
    expect(read(JSON.stringify({ vertexes: [{ digest: 'b', name: '[2/2] COPY . .' }, vertex] }))).toEqual([
      '#1 [1/2] RUN make',
    ]);
    expect(read(JSON.stringify({ logs: [{ vertex: 'a', data: base64('one\r\ntwo\n') }] }))).toEqual([
      '#1 one',
      '#1 two',
    ]);
    const done = JSON.stringify({ vertexes: [{ ...vertex, completed: started }] });
    expect(read(done)).toEqual(['#1 DONE']);
    expect(read(done)).toEqual([]);
    const cached = { digest: 'b', name: '[2/2] COPY . .', started, completed: started, cached: true };
    expect(read(JSON.stringify({ vertexes: [cached] }))).toEqual(['#2 [2/2] COPY . .', '#2 CACHED']);
  });

  it('tells why a step failed', () => {
    const at = '2026-11-27T00:00:00Z';
    const vertexes = [{ digest: 'a', name: 'RUN false', started: at, completed: at, error: 'exit code: 1' }];
    expect(createBuildReader()(JSON.stringify({ vertexes }))).toEqual([
      '#1 RUN false',
      '#1 ERROR: exit code: 1',
    ]);
  });

  it('is nothing else, and says nothing where it is cut', () => {
    const read = createBuildReader();
    for (const line of ['#1 plain', '{"id":"x"}']) expect(read(line), line).toBeUndefined();
    for (const line of ['{"vertexes":5}', '{"logs":[{}]}', '{"logs":[{"vertex":"a","data":"b25l'])
      expect(read(line), line).toEqual([]);
  });
});
