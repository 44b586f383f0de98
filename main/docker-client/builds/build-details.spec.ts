import { expect, test } from 'vitest';
import { describeBuild, type KeptApart } from './build-details.ts';
import type { BuildNotes } from './build-name.ts';
import type { HistoryEvent } from './control-messages.ts';
import type { HistoryRecord } from './record-messages.ts';

const event: HistoryEvent = {
  ...{ kind: 'complete', ref: 'ebb', createdAt: 1_000.7, completedAt: 2_000.2, attributes: {}, error: null },
  steps: { all: 5, ended: 4, cached: 2 },
};
const record: HistoryRecord = {
  ...{ attributes: new Map(), exporters: [], answers: new Map(), results: [] },
  ...{ error: '', errorDetails: null },
};
const apart: KeptApart = { error: null, provenances: [], missing: [] };
const notes = { LocalPath: '/home/me/quay', DockerfilePath: '/home/me/quay/deploy/Dockerfile' };

const describeWith = (
  more: Partial<HistoryRecord>,
  noted: BuildNotes | undefined = notes,
  kept: Partial<KeptApart> = {},
  what: Partial<HistoryEvent> = {},
) =>
  describeBuild('default/default/ebb', { ...event, ...what }, { ...record, ...more }, noted, {
    ...apart,
    ...kept,
  });

test('tells what a build was made with, and what else it was told', () => {
  const attributes = new Map([
    ...Object.entries({ target: 'test', filename: 'Dockerfile', platform: 'linux/amd64', 'no-cache': '' }),
    ...Object.entries({ 'build-arg:WORD': 'tide', 'build-arg:OTHER': '', 'image-resolve-mode': 'pull' }),
    ...Object.entries({ 'label:a': 'b', 'context:lib': 'local:lib', 'frontend.caps': 'many' }),
    ...Object.entries({ 'vcs:source': 'https://example.com/quay.git', 'vcs:revision': 'c0ffee' }),
  ]);
  const exporters = [new Map([['name', 'harbour/quay:1,harbour/quay:2']])];
  const provenances = [{ materials: [{ address: 'base', digest: 'sha256:1' }], secrets: ['token'] }];
  const build = describeWith({ attributes, exporters }, notes, {
    provenances: [...provenances, ...provenances],
  });
  expect(build).toMatchObject({
    ...{ id: 'default/default/ebb', name: 'quay/deploy (test)', startedAt: 1_000, endedAt: 2_000 },
    steps: event.steps,
    description: {
      ...{
        folder: '/home/me/quay',
        dockerfile: 'deploy/Dockerfile',
        target: 'test',
        platform: 'linux/amd64',
      },
      arguments: [
        { name: 'OTHER', value: '' },
        { name: 'WORD', value: 'tide' },
      ],
      ...{ tags: ['harbour/quay:1', 'harbour/quay:2'], isWithoutCache: true, isPulling: true },
      secrets: [{ id: 'token', from: null }],
    },
    kept: {
      options: [
        { name: 'context:lib', value: 'local:lib' },
        { name: 'label:a', value: 'b' },
      ],
      ...{ repository: 'https://example.com/quay.git', commit: 'c0ffee' },
      materials: [{ address: 'base', digest: 'sha256:1' }],
    },
  });
});

test('tells what else it was told, however many arguments it was given', () => {
  const names = Array.from({ length: 250 }, (_, number) => `${number}`);
  const attributes = new Map([
    ...names.map((name) => [`build-arg:${name}`, ''] as const),
    ...names.map((name) => [`label:${name}`, ''] as const),
  ]);
  const { description, kept } = describeWith({ attributes });
  expect(description?.arguments).toHaveLength(200);
  expect(kept?.options).toHaveLength(200);
});

test.each([
  ['no notes', undefined, '', 'deploy/Dockerfile'],
  [
    'a Dockerfile from elsewhere',
    { ...notes, DockerfilePath: '/srv/Dockerfile' },
    notes.LocalPath,
    '/srv/Dockerfile',
  ],
  [
    'one beside the folder',
    { ...notes, DockerfilePath: '/home/me/..quay' },
    notes.LocalPath,
    '/home/me/..quay',
  ],
  ['standard input', { LocalPath: '-', DockerfilePath: '-' }, '', 'deploy/Dockerfile'],
])('names the files by what is known of them (%s)', (_, noted, folder, dockerfile) => {
  const attributes = new Map([
    ['filename', 'Dockerfile'],
    ['vcs:localdir:dockerfile', 'deploy'],
  ]);
  const build = describeBuild('ebb', event, { ...record, attributes }, noted, apart);
  expect(build.description).toMatchObject({ folder, dockerfile, isWithoutCache: false });
});

test('tells what it has made, of whatever platform', () => {
  const descriptor = (mediaType: string, digest: string, kind?: string) => ({
    ...{ mediaType, digest, bytes: 12 },
    annotations: new Map(kind === undefined ? [] : [['in-toto.io/predicate-type', kind]]),
  });
  const image = descriptor('application/vnd.docker.container.image.v1+json', 'sha256:1');
  const attestation = descriptor(
    'application/vnd.in-toto+json',
    'sha256:2',
    'https://slsa.dev/provenance/v1',
  );
  const result = (platform: string) => ({ platform, outputs: [image], attestations: [attestation] });
  const answers = new Map([['refs.platforms', '{"Platforms":[{"ID":"linux/amd64","Platform":{}}]}']]);
  const one = describeWith({ answers, results: [result('')] });
  expect(one.state).toEqual({ kind: 'done', image: 'sha256:1' });
  expect(one.kept?.platforms).toEqual(['linux/amd64']);
  const two = describeWith({ answers, results: [result('linux/amd64'), result('linux/arm64')] });
  expect(two.kept?.platforms).toEqual(['linux/amd64', 'linux/arm64']);
  expect(two.kept?.attachments.slice(2)).toEqual([
    { kind: image.mediaType, digest: 'sha256:1', bytes: 12, platform: 'linux/arm64' },
    { kind: 'https://slsa.dev/provenance/v1', digest: 'sha256:2', bytes: 12, platform: 'linux/arm64' },
  ]);
  const files = { ...result(''), outputs: [descriptor('application/octet-stream', 'sha256:3')] };
  expect(describeWith({ results: [files] }).state).toEqual({ kind: 'done', image: null });
  const garbled = describeWith({ answers: new Map([['refs.platforms', '{"Platforms":7']]) });
  expect(garbled.kept?.platforms).toEqual([]);
});

test('says why one has failed, at which lines and where BuildKit was', () => {
  const lines = { file: 'Dockerfile', lines: [{ number: 2, text: 'RUN exit 3', isMeant: true }] };
  const error = 'process "/bin/sh -c exit 3" did not complete successfully: exit code: 3';
  const details = { error: { lines, stack: 'solver.execOp (edge.go:963)' } };
  const { state } = describeWith({ error }, notes, details, { error: 2 });
  expect(state).toMatchObject({
    kind: 'failed',
    failure: {
      message: 'Could not build quay/deploy: `exit 3` ended with exit code 3.',
      detail: expect.stringMatching(
        /^Dockerfile:2\n[\s\S]*ERROR: process[\s\S]*\n\nsolver\.execOp \(edge\.go:963\)$/,
      ),
    },
    lines,
  });
});

test('tells what there is of one whose details are gone, was cancelled or goes on', () => {
  const missing = [{ what: 'the lines at which it has failed', why: 'not found' }];
  const failed = describeWith({ error: 'the tide is out' }, notes, { missing }, { error: 2 });
  expect(failed.state).toMatchObject({
    kind: 'failed',
    failure: { detail: 'ERROR: the tide is out' },
    lines: null,
  });
  expect(failed.kept?.missing).toEqual(missing);
  const kind = (what: Partial<HistoryEvent>) => describeWith({}, notes, {}, what).state.kind;
  expect(kind({ error: 1 })).toBe('cancelled');
  expect(kind({ kind: 'started', completedAt: null })).toBe('running');
});
