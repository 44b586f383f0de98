import { expect, it } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { readEndedSince } from './ended-containers.ts';
import { serveEngine } from './fakes/engine-server.ts';

const since = Date.parse('2026-01-01T12:00:00Z');

const finished: Readonly<Record<string, string>> = {
  long: '2026-01-01T09:00:00Z',
  lost: '2026-01-01T12:00:09Z',
  again: '2026-01-01T12:00:09Z',
  fresh: '0001-01-01T00:00:00Z',
};

const inspected = (FinishedAt: string | undefined, Name = 'no') => ({
  State: { FinishedAt },
  HostConfig: { RestartPolicy: { Name } },
});

it('names what ended unseen since then, whether it runs again or not', async () => {
  const engine = await serveEngine(({ url = '' }, response) => {
    const entry = (Id: string) => ({ Id, Names: [`/${Id}-name`] });
    const id = /\/containers\/(\w+)\/json$/.exec(url)?.[1];
    const answer =
      id !== undefined
        ? inspected(finished[id], id === 'again' ? 'always' : 'no')
        : (url.includes('all=1') ? ['long', 'lost'] : ['again', 'fresh']).map(entry);
    response.end(JSON.stringify(answer));
  });
  const ended = await readEndedSince(engine.socketPath, since, abortAfter(5_000));
  expect(ended).toEqual([
    { name: 'again-name', comesBack: true },
    { name: 'lost-name', comesBack: false },
  ]);
  await engine.close();
});

it('leaves out what is gone by now, and nothing because the engine did not answer', async () => {
  let refusal = 404;
  const engine = await serveEngine(({ url = '' }, response) => {
    const id = /\/containers\/(\w+)\/json$/.exec(url)?.[1];
    if (id === 'gone') response.statusCode = refusal;
    const listed = ['gone', 'lost'].map((Id) => ({ Id, Names: [`/${Id}-name`] }));
    response.end(JSON.stringify(id === undefined ? listed : inspected(finished.lost)));
  });
  const read = () => readEndedSince(engine.socketPath, since, abortAfter(5_000));
  expect(await read()).toMatchObject([{ name: 'lost-name' }]);
  refusal = 500;
  await expect(read()).rejects.toMatchObject({ code: 'engine-request-failed', status: 500 });
  await engine.close();
});
