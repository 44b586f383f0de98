import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildFailure, buildxError, failedLines } from './build-failure.ts';
import { readSolveStatus } from './solve-status.ts';

/** What a recorded build says beside its progress. */
const words = (name: string) =>
  readFileSync(join(import.meta.dirname, 'recorded', `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => readSolveStatus(line) === undefined)
    .join('\n')
    .trim();

test('shows the lines of the Dockerfile at which a build has failed', () => {
  expect(failedLines(words('failed'))).toEqual({
    file: 'Dockerfile',
    lines: [
      { number: 1, text: 'FROM slipway/busybox', isMeant: false },
      { number: 2, text: 'COPY greeting /greeting', isMeant: false },
      { number: 3, text: 'RUN echo aground; exit 3', isMeant: true },
      { number: 4, text: '', isMeant: false },
    ],
  });
  expect(failedLines('ERROR: failed to build: no such thing')).toBeNull();
});

test('says in plain words why, and keeps what was said', () => {
  expect(buildFailure('quay', words('failed'))).toMatchObject({
    message: 'Could not build quay: `echo aground; exit 3` ended with exit code 3.',
    detail: expect.stringContaining('>>> RUN echo aground; exit 3'),
  });
  expect(buildFailure('quay', words('unreadable')).message).toBe(
    'Could not build quay: the Dockerfile cannot be read: unknown instruction: CPY (did you mean COPY?).',
  );
});

test.each([
  [
    'failed to solve: failed to compute cache key: failed to calculate checksum of ref b8::zl: "/nothing": not found',
    'the folder has no /nothing',
  ],
  ['failed to solve: secret token: not found', 'the Dockerfile wants the secret token'],
  ['failed to solve: target stage "no" could not be found', 'the Dockerfile has no stage no'],
  [
    'Multi-platform build is not supported for the docker driver.\nSwitch to a different driver.',
    'the engine builds for one platform at a time',
  ],
  [
    'failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory',
    'there is no Dockerfile',
  ],
  ['failed to solve: write /x: no space left on device', 'the engine’s disk is full'],
  [
    'failed to solve: nginx:9: failed to resolve source metadata for docker.io/library/nginx:9: no such host',
    'the base image docker.io/library/nginx:9 cannot be had from its registry',
  ],
])('%s', (said, reason) => {
  expect(buildFailure('quay', `ERROR: failed to build: ${said}`).message).toBe(
    `Could not build quay: ${reason}.`,
  );
});

test('passes on what it does not know, and says of a command other than a build what it was', () => {
  expect(buildFailure('quay', 'ERROR: failed to build: the tide is out').message).toBe(
    'Could not build quay: the tide is out',
  );
  expect(buildFailure('quay', '').message).toMatch(/without a word/);
  expect(buildxError('list the builds', 'ERROR: the tide is out')).toMatchObject({
    code: 'engine-request-failed',
    message: 'Could not list the builds: the tide is out',
  });
  const gone = 'ERROR: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?';
  expect(buildxError('list the builds', gone)).toMatchObject({
    code: 'engine-unreachable',
    hint: 'Look at how the engine is, and try again.',
  });
});
