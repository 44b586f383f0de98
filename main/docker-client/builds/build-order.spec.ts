import { expect, test } from 'vitest';
import { type BuildOrder, buildCommand, describeOrder, nameOfOrder } from './build-order.ts';

const order: BuildOrder = {
  folder: '/home/maria/quay',
  dockerfile: '/home/maria/quay/Dockerfile',
  target: '',
  arguments: [],
  platform: '',
  tags: [],
  isWithoutCache: false,
  isPulling: false,
  secrets: [],
};

test('says no more than was chosen', () => {
  expect(buildCommand(order, '/tmp/m.json')).toEqual({
    parameters: [
      ...['build', '--builder', 'default', '--progress', 'rawjson', '--metadata-file', '/tmp/m.json'],
      ...['--file', '/home/maria/quay/Dockerfile', '--', '/home/maria/quay'],
    ],
    environment: { BUILDX_METADATA_PROVENANCE: 'disabled' },
  });
});

test('says all that was chosen', () => {
  const { parameters } = buildCommand(
    {
      ...order,
      ...{
        target: 'tests',
        platform: 'linux/arm64',
        tags: ['a:1', 'b:2'],
        isWithoutCache: true,
        isPulling: true,
      },
      arguments: [{ name: 'WORD', value: 'low tide=1' }],
    },
    'm',
  );
  const line = parameters.join(' ');
  expect(line).toContain(
    '--target tests --build-arg WORD=low tide=1 --platform linux/arm64 --tag a:1 --tag b:2',
  );
  expect(line).toContain('--no-cache --pull -- /home/maria/quay');
});

test('gives the text of a secret by the environment alone', () => {
  const secrets = [
    { id: 'token', text: 'ebb\nflow' },
    { id: 'key', file: '/home/maria/a,"b".pem' },
  ];
  const { parameters, environment } = buildCommand({ ...order, secrets }, 'm');
  expect(parameters.filter((_, index) => parameters[index - 1] === '--secret')).toEqual([
    'id=token,env=SLIPWAY_BUILD_SECRET_0',
    'id=key,"src=/home/maria/a,""b"".pem"',
  ]);
  expect(environment).toMatchObject({ SLIPWAY_BUILD_SECRET_0: 'ebb\nflow' });
  const described = describeOrder({ ...order, secrets });
  expect(described.secrets).toEqual([
    { id: 'token', from: 'text' },
    { id: 'key', from: 'file' },
  ]);
  expect(JSON.stringify([parameters, described])).not.toContain('flow');
});

test('is called by its first tag, or its folder', () => {
  expect(nameOfOrder({ ...order, tags: ['shop/web', 'b'] })).toBe('shop/web');
  expect(nameOfOrder(order)).toBe('quay');
  expect(nameOfOrder({ tags: [], folder: 'C:\\work\\quay\\' })).toBe('quay');
  expect(nameOfOrder({ tags: [], folder: '/' })).toBe('/');
});
