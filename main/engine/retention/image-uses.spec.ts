import { readFile, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, poll } from '../../util/wait.ts';
import { type EngineServer, serveEngine } from '../fakes/engine-server.ts';
import { helperLabel } from '../files/helper-labels.ts';
import { type ImageUseWatch, loadImageUse, watchImageUse } from './image-uses.ts';

let server: EngineServer;
let streams: ServerResponse[];
let asked: string[];
let watch: ImageUseWatch;
let now: number;
/** What the engine answers besides events, by path. */
let answers: Record<string, object>;

beforeEach(async () => {
  [streams, asked, answers, now] = [[], [], {}, 1_000_000];
  server = await serveEngine((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    if (path.startsWith('/events')) {
      response.flushHeaders();
      streams.push(response);
      return;
    }
    asked.push(path);
    response.statusCode = path in answers ? 200 : 404;
    response.end(JSON.stringify(answers[path] ?? { message: 'none of that name' }));
  });
  watch = watchImageUse({
    ...{ socketPath: server.socketPath, path: join(server.folder, 'image-use.json') },
    ...{ now: () => now, log: () => undefined, writeAfterMs: 5 },
  });
});

afterEach(async () => {
  await watch.close();
  await server.close();
});

const stream = () => poll(5, abortAfter(5_000), () => streams.at(-1));
const happen = async (id: string, image: string, labels: Readonly<Record<string, string>> = {}) =>
  (await stream()).write(
    `${JSON.stringify({ Type: 'container', Action: 'start', Actor: { ID: id, Attributes: { image, ...labels } } })}\n`,
  );
const kept = () => loadImageUse(join(server.folder, 'image-use.json'), 0);
const untilKept = (text: string) =>
  poll(5, abortAfter(5_000), async () => {
    const content = await readFile(join(server.folder, 'image-use.json'), 'utf8').catch(() => '');
    return content.includes(text) ? true : undefined;
  });

it('writes down when a container was made of an image, by the image’s id', async () => {
  answers['/containers/c1/json'] = { Image: 'sha256:aaa' };
  watch.setRunning(true);
  await happen('c1', 'web:1');
  await untilKept('sha256:aaa');
  expect(await kept()).toEqual({ watchedSince: 1_000_000, usedAt: new Map([['sha256:aaa', 1_000_000]]) });
});

it('goes by the name of the image when the container has gone already', async () => {
  answers['/images/harbour/web:1/json'] = { Id: 'sha256:bbb' };
  watch.setRunning(true);
  await happen('c2', 'harbour/web:1');
  await untilKept('sha256:bbb');
  expect([...(await kept()).usedAt.keys()]).toEqual(['sha256:bbb']);
});

it('asks once for a container, and not for Slipway’s own', async () => {
  answers['/containers/c1/json'] = { Image: 'sha256:aaa' };
  watch.setRunning(true);
  await happen('helper', 'slipway/files', { [helperLabel]: 'files' });
  await happen('c1', 'web:1');
  await untilKept('1000000');
  now += 5_000;
  await happen('c1', 'web:1');
  await untilKept('1005000');
  expect(asked).toEqual(['/containers/c1/json']);
});

it('goes on from what was written before, and begins anew over what is damaged', async () => {
  const path = join(server.folder, 'image-use.json');
  await writeFile(path, JSON.stringify({ version: 1, watchedSince: 7, usedAt: { 'sha256:old': 8 } }));
  answers['/containers/c1/json'] = { Image: 'sha256:aaa' };
  watch.setRunning(true);
  await happen('c1', 'web:1');
  await untilKept('sha256:aaa');
  expect(await kept()).toEqual({
    watchedSince: 7,
    usedAt: new Map([
      ['sha256:aaa', 1_000_000],
      ['sha256:old', 8],
    ]),
  });
  await writeFile(path, '{"version":1,');
  expect(await loadImageUse(path, 42)).toEqual({ watchedSince: 42, usedAt: new Map() });
});

it('listens only while the engine runs, and survives what is no event', async () => {
  watch.setRunning(true);
  (await stream()).write('no event\n{"Actor":{}}\n');
  watch.setRunning(false);
  await poll(5, abortAfter(5_000), () => (streams[0]?.destroyed ? true : undefined));
  watch.setRunning(true);
  await poll(5, abortAfter(5_000), () => streams[1]);
  expect(asked).toEqual([]);
});
