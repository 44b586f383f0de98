import { expect, test } from 'vitest';
import { isProvenance, readProvenance } from './provenance.ts';

const read = (value: unknown) => readProvenance(Buffer.from(JSON.stringify(value)));
const base = { uri: 'pkg:docker/slipway/busybox@latest', digest: { sha256: '58fe' } };
const secrets = [{ id: 'token', optional: true }];

test('reads what a build was made from and which secrets it could ask for, as both versions write it', () => {
  const told = {
    materials: [{ address: base.uri, digest: 'sha256:58fe' }],
    secrets: ['token'],
  };
  expect(read({ materials: [base], invocation: { parameters: { secrets, args: {} } } })).toEqual(told);
  const request = { frontend: 'dockerfile.v0', secrets };
  expect(
    read({ buildDefinition: { resolvedDependencies: [base], externalParameters: { request } } }),
  ).toEqual(told);
  expect(isProvenance('https://slsa.dev/provenance/v0.2')).toBe(true);
  expect(isProvenance('https://spdx.dev/Document')).toBe(false);
});

test('is content with less, takes no more than can be shown, and throws for what is none', () => {
  expect(read({ materials: null })).toEqual({ materials: [], secrets: [] });
  expect(read({ materials: [{ uri: 'git' }] }).materials).toEqual([{ address: 'git', digest: '' }]);
  const many = read({ materials: Array.from({ length: 900 }, () => ({ uri: 'x'.repeat(9_000) })) });
  expect(many.materials).toHaveLength(200);
  expect(many.materials[0]?.address).toHaveLength(2_000);
  expect(() => read({ materials: 'tide' })).toThrow(SyntaxError);
  expect(() => readProvenance(Buffer.from('{'))).toThrow(SyntaxError);
});
