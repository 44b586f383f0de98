import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerOptions } from '../contract/engine/container-options.ts';
import { engineAt } from './connection.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';
import { runContainer } from './run-container.ts';

describe('runContainer', () => {
  let server: EngineServer;
  let asked: string[];
  /** How the engine answers the removal. */
  let removal: { readonly status: number; readonly message: string };

  beforeEach(async () => {
    asked = [];
    server = await serveEngine((request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      asked.push(`${request.method} ${path}`);
      response.setHeader('Content-Type', 'application/json');
      const made = path.endsWith('/create');
      const started = { status: 500, message: 'port is already allocated' };
      const { status, message } = request.method === 'DELETE' ? removal : started;
      response.statusCode = made ? 201 : status;
      response.end(made ? JSON.stringify({ Id: 'f'.repeat(64) }) : JSON.stringify({ message }));
    });
  });

  afterEach(async () => {
    await server.close();
  });

  const run = () =>
    runContainer(
      engineAt(server.socketPath),
      containerOptions.parse({ image: 'a' }),
      new AbortController().signal,
    );

  it('removes a container that cannot be started, and gives the reason', async () => {
    removal = { status: 204, message: '' };
    await expect(run()).rejects.toMatchObject({
      message: 'Could not run a: port is already allocated',
      hint: expect.stringContaining('another host port'),
      detail: expect.not.stringContaining('remove'),
    });
    expect(asked.at(-1)).toBe(`DELETE /containers/${'f'.repeat(64)}`);
  });

  it('says what is left when it cannot be removed either', async () => {
    removal = { status: 500, message: 'device is busy' };
    await expect(run()).rejects.toMatchObject({
      message: 'Could not run a: port is already allocated',
      detail: expect.stringMatching(/remove the container f{12},.*device is busy/),
    });
  });
});
