import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { volumeParameters } from '../contract/engine/volumes.ts';
import { engineAt } from './connection.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';
import { createVolume, describeVolume, measureVolumes, removeVolume, sizesIn } from './volumes.ts';

describe('describeVolume', () => {
  const info = {
    Name: 'shop_data',
    Driver: 'local',
    Mountpoint: '/var/lib/docker/volumes/shop_data/_data',
    CreatedAt: '2026-01-02T03:04:05Z',
    Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.volume': 'data' },
    Scope: 'local' as const,
    Options: null,
  };

  it('finds its project and the time at which it was made', () => {
    expect(describeVolume(info)).toMatchObject({
      project: 'shop',
      projectName: 'data',
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      isAnonymous: false,
      options: {},
    });
  });

  it('is not put off by a driver that says little', () => {
    const { CreatedAt: _, Labels: __, ...rest } = info;
    expect(describeVolume({ ...rest, Labels: null as never })).toMatchObject({ createdAt: 0, labels: {} });
  });

  it('knows a made-up name, labelled or not', () => {
    expect(describeVolume({ ...info, Name: 'f'.repeat(64) }).isAnonymous).toBe(true);
    expect(describeVolume({ ...info, Labels: { 'com.docker.volume.anonymous': '' } }).isAnonymous).toBe(true);
  });
});

it('takes a size of -1 for one that cannot be told', () => {
  const answer = {
    Volumes: [
      { Name: 'a', UsageData: { Size: 12, RefCount: 1 } },
      { Name: 'b', UsageData: { Size: -1, RefCount: -1 } },
      { Name: 'c', UsageData: null },
    ],
  };
  expect(sizesIn(answer)).toEqual([
    { name: 'a', bytes: 12, users: 1 },
    { name: 'b', bytes: null, users: 0 },
    { name: 'c', bytes: null, users: 0 },
  ]);
  expect(sizesIn({ Volumes: null })).toEqual([]);
});

describe('what is asked of the engine', () => {
  let server: EngineServer;
  let asked: string[];
  let isThere: boolean;
  const never = new AbortController().signal;
  const engine = () => engineAt(server.socketPath);

  beforeEach(async () => {
    asked = [];
    isThere = false;
    server = await serveEngine((request, response) => {
      // What is posted stands in the path, too: dockerode puts it there.
      const url = request.method === 'POST' ? request.url?.split('?')[0] : request.url;
      asked.push(`${request.method} ${url}`);
      response.setHeader('Content-Type', 'application/json');
      if (request.method === 'GET' && request.url?.startsWith('/volumes/') && !isThere)
        response.statusCode = 404;
      if (request.method === 'DELETE') response.statusCode = 204;
      response.end(request.method === 'DELETE' ? '' : '{"message":"no such volume"}');
    });
  });

  afterEach(async () => {
    await server.close();
  });

  it('makes a volume only when there is none of its name', async () => {
    await createVolume(engine(), volumeParameters.parse({ name: 'data' }), never);
    expect(asked).toEqual(['GET /volumes/data', 'POST /volumes/create']);
    isThere = true;
    await expect(
      createVolume(engine(), volumeParameters.parse({ name: 'data' }), never),
    ).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('of that name') });
    expect(asked).toHaveLength(3);
  });

  it('measures volumes alone, and lets no name lead to another path', async () => {
    await measureVolumes(engine(), never);
    await removeVolume(engine(), 'a b?c', never);
    expect(asked).toEqual(['GET /system/df?type=volume', 'DELETE /volumes/a%20b%3Fc']);
  });
});
