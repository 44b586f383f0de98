import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { engineAt } from './connection.ts';
import { changeContainer } from './containers.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';

let server: EngineServer;
/** What the engine says when it is to start the container `new`, and what that one is to publish. */
let refusal: string;
let bindings: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>>;

const publisher = (name: string, IP: string, PublicPort: number, Type: string) => ({
  ...{ Id: name, Names: [`/${name}`] },
  Ports: [{ IP, PrivatePort: 80, PublicPort, Type }],
});
const running = [
  publisher('elsewhere', '127.0.0.2', 8080, 'tcp'),
  publisher('datagrams', '127.0.0.1', 8080, 'udp'),
  publisher('web', '127.0.0.1', 8080, 'tcp'),
  publisher('sixth', '::', 8080, 'tcp'),
];

beforeEach(async () => {
  bindings = { '80/tcp': [{ HostIp: '', HostPort: '8080' }] };
  server = await serveEngine((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    const path = request.url ?? '';
    const answers = [
      [/^\/containers\/json/, running],
      [/^\/containers\/new\/json/, { HostConfig: { PortBindings: bindings } }],
    ] as const;
    const answer = answers.find(([of]) => of.test(path))?.[1];
    response.statusCode = answer === undefined ? 500 : 200;
    response.end(
      JSON.stringify(answer ?? { message: `Bind for ${refusal} failed: port is already allocated` }),
    );
  });
});

afterEach(() => server.close());

const start = () => changeContainer(engineAt(server.socketPath), 'start', 'new', abortAfter(5_000));

it.each([
  ['127.0.0.1:8080', 'tcp', 'web'],
  ['127.0.0.1:8080', 'udp', 'datagrams'],
  ['127.0.0.2:8080', 'tcp', 'elsewhere'],
  [':::8080', 'tcp', 'sixth'],
])('names the container that publishes %s of %s', async (where, protocol, name) => {
  refusal = where;
  bindings = { [`80/${protocol}`]: [{ HostIp: '', HostPort: '8080' }] };
  await expect(start()).rejects.toMatchObject({
    message: `Could not start the container new: port ${where} is published by the container ${name}.`,
    hint: `Choose another host port, or stop ${name}.`,
  });
});

it.each([
  ['127.0.0.3:8080', '8080'],
  ['127.0.0.1:8080', '8000-8100'],
])('names none when it cannot be told which: %s for %s', async (where, HostPort) => {
  refusal = where;
  bindings = { '80/tcp': [{ HostIp: '', HostPort }] };
  await expect(start()).rejects.toMatchObject({
    message: `Could not start the container new: port ${where} is published by another container.`,
  });
});
