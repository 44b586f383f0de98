import { expect, it } from 'vitest';
import { readContexts } from './list-contexts.ts';

/** As docker 28 prints it. */
const context = (name: string, docker: object, files: readonly string[] = []) => ({
  Name: name,
  Metadata: {},
  Endpoints: { docker },
  TLSMaterial: files.length === 0 ? {} : { docker: files },
  Storage: { MetadataPath: `/d/contexts/meta/${name}`, TLSPath: `/d/contexts/tls/${name}` },
});

it('reads where contexts lead, and by which files', () => {
  const text = JSON.stringify([
    context('default', { Host: 'unix:///var/run/docker.sock', SkipTLSVerify: false }),
    context('build', { Host: 'tcp://build:2376', SkipTLSVerify: false }, ['ca.pem', 'cert.pem', 'key.pem']),
    context('lax', { Host: 'tcp://lax:2376', SkipTLSVerify: true }),
    { Name: 'other', Endpoints: { kubernetes: {} }, Storage: {} },
  ]);
  expect(readContexts(text)).toEqual([
    { name: 'default', endpoint: 'unix:///var/run/docker.sock', tls: null, isUnverified: false },
    {
      ...{ name: 'build', endpoint: 'tcp://build:2376', isUnverified: false },
      tls: {
        ca: '/d/contexts/tls/build/docker/ca.pem',
        cert: '/d/contexts/tls/build/docker/cert.pem',
        key: '/d/contexts/tls/build/docker/key.pem',
      },
    },
    { name: 'lax', endpoint: 'tcp://lax:2376', tls: null, isUnverified: true },
  ]);
});

it('refuses what docker does not print', () => {
  expect(() => readContexts('[{"Name": 1}]')).toThrow();
  expect(() => readContexts('nothing')).toThrow();
});
