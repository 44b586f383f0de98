// The details are those of BuildKit v0.25, shortened.
import { expect, test } from 'vitest';
import { readErrorDetails } from './build-error.ts';
import { type MessageField, message } from './fakes/message.ts';

const prefix = 'github.com/moby/buildkit/';
const detail = (type: string, value: object | string) =>
  [3, message([1, prefix + type], [2, typeof value === 'string' ? value : JSON.stringify(value)])] as const;
const status = (...details: readonly MessageField[]) => message([1, 2], [2, 'aground'], ...details);

const dockerfile = Buffer.from('FROM slipway/busybox\nRUN echo aground; \\\n  exit 3\n').toString('base64');
const source = {
  info: {
    filename: 'Dockerfile',
    data: dockerfile,
    definition: { def: ['WgAaxQEK'] },
    language: 'Dockerfile',
  },
  ranges: [{ start: { line: 2 }, end: { line: 3, character: 8 } }],
};
const frame = { Name: 'solver.(*edge).execOp', File: 'github.com/moby/buildkit/solver/edge.go', Line: 963 };

test('reads at which lines a build has failed, and where BuildKit was', () => {
  const read = readErrorDetails(
    status(
      detail('stack.Stack+json', { frames: [frame], cmdline: ['dockerd'], pid: 7 }),
      detail('stack.Stack+json', { frames: [{ ...frame, Line: 1 }] }),
      detail('errdefs.Source+json', source),
      detail('errdefs.Source+json', { ...source, ranges: [{ start: { line: 1 } }] }),
      detail('errdefs.Vertex+json', { digest: 'sha256:2' }),
      detail('gatewayapi.ExitMessage+json', { Code: 3 }),
    ),
  );
  expect(read.lines).toEqual({
    file: 'Dockerfile',
    lines: [
      { number: 1, text: 'FROM slipway/busybox', isMeant: false },
      { number: 2, text: 'RUN echo aground; \\', isMeant: true },
      { number: 3, text: '  exit 3', isMeant: true },
      { number: 4, text: '', isMeant: false },
    ],
  });
  expect(read.stack).toBe(
    'solver.(*edge).execOp (github.com/moby/buildkit/solver/edge.go:963)\nsolver.(*edge).execOp (github.com/moby/buildkit/solver/edge.go:1)',
  );
});

test.each([
  ['nothing', []],
  ['no JSON', [detail('errdefs.Source+json', '{'), detail('stack.Stack+json', '')]],
  [
    'something else',
    [detail('errdefs.Source+json', [] as object), detail('stack.Stack+json', { frames: 'x' })],
  ],
  ['nothing about lines', [detail('errdefs.Source+json', { info: source.info, ranges: null })]],
  ['no text in base64', [detail('errdefs.Source+json', { ...source, info: { data: 'n o' } })]],
])('has none where there is %s', (_, details) => {
  expect(readErrorDetails(status(...details))).toEqual({ lines: null, stack: '' });
});

test('is held by limits, however deep and many the details are', () => {
  const deep = `{"info":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const frames = Array.from({ length: 5_000 }, () => frame);
  const large = detail('stack.Stack+json', { frames });
  const many = Array.from({ length: 120 }, () => large);
  const read = readErrorDetails(status(detail('errdefs.Source+json', deep), ...many));
  expect(read.lines).toBeNull();
  expect(read.stack.split('\n').length).toBeLessThanOrEqual(200);
  expect(read.stack.length).toBeLessThanOrEqual(20_000);
  expect(() => readErrorDetails(Buffer.from('1aff', 'hex'))).toThrow();
});
