import type {
  Build,
  BuildDescription,
  BuildSource,
  BuildState,
  buildRequests,
  FailedLines,
} from '../../main/contract/builds.ts';
import type { Failure } from '../../main/contract/errors.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { BuildOrder } from '../../main/docker-client/builds/build-order.ts';
import type { BuildRecords } from '../../main/docker-client/builds/build-records.ts';
import { createBuilds } from '../../main/docker-client/builds/builds.ts';
import { foldSteps } from '../../main/docker-client/builds/fold-steps.ts';
import type { BuildParts } from '../../main/docker-client/builds/handlers.ts';
import { readSolveStatus, type SolveStatus } from '../../main/docker-client/builds/solve-status.ts';
import type { ChosenFiles } from '../../main/util/chosen-files.ts';
import { untilAborted } from '../../main/util/wait.ts';
import { kept, lost } from './fixture-kept.ts';

const now = Date.now();
const minute = 60_000;

/** A step as it is pictured: seconds from the beginning; `took` null while it runs. */
interface Row {
  readonly name: string;
  readonly from?: number;
  readonly took?: number | null;
  readonly cached?: boolean;
  readonly error?: string;
  readonly says?: string;
  readonly moved?: readonly [bytes: number, of: number];
}

const begun: readonly Row[] = [
  { name: '[internal] load build definition from Dockerfile', from: 0, took: 0.1 },
  { name: '[internal] load metadata for docker.io/library/node:22-slim', from: 0.1, took: 1.2 },
  { name: '[internal] load .dockerignore', from: 1.3, took: 0.05 },
  { name: '[internal] load build context', from: 1.4, took: 2.1 },
  {
    name: '[build 1/6] FROM docker.io/library/node:22-slim@sha256:1f0e2c9a',
    from: 1.4,
    took: 0,
    cached: true,
  },
  { name: '[build 2/6] WORKDIR /app', from: 1.5, took: 0, cached: true },
  { name: '[build 3/6] COPY package.json package-lock.json ./', from: 3.5, took: 0, cached: true },
  { name: '[build 4/6] RUN npm ci', from: 3.5, took: 0, cached: true },
  { name: '[build 5/6] COPY . .', from: 3.6, took: 0.4 },
];

const test = [
  'vite v8.3.8 building for production...',
  'transforming...',
  '✓ 1204 modules transformed.',
  'rendering chunks...',
].join('\n');

const running: readonly Row[] = [
  ...begun,
  { name: '[build 6/6] RUN npm run build', from: 4, took: null, says: `${test}\n` },
  { name: '[stage-1 1/3] FROM docker.io/library/nginx:1.29', from: 1.4, took: null, moved: [31e6, 74e6] },
  // As BuildKit does: the last one first.
  { name: '[stage-1 3/3] COPY nginx.conf /etc/nginx/conf.d/default.conf' },
  { name: '[stage-1 2/3] COPY --from=build /app/dist /usr/share/nginx/html' },
];

const done: readonly Row[] = [
  ...begun,
  { name: '[build 6/6] RUN npm run build', from: 4, took: 8.4, says: `${test}\n✓ built in 7.91s\n` },
  { name: '[stage-1 1/3] FROM docker.io/library/nginx:1.29', from: 1.4, took: 4.8 },
  { name: '[stage-1 2/3] COPY --from=build /app/dist /usr/share/nginx/html', from: 12.4, took: 0.2 },
  { name: '[stage-1 3/3] COPY nginx.conf /etc/nginx/conf.d/default.conf', from: 12.6, took: 0.1 },
  { name: 'exporting to image', from: 12.7, took: 0.6 },
];

const error = 'process "/bin/sh -c npm run build" did not complete successfully: exit code: 1';
const failed: readonly Row[] = [
  ...begun,
  {
    ...{ name: '[build 6/6] RUN npm run build', from: 4, took: 3.2, error },
    says: "src/basket.ts:41:7 - error TS2322: Type 'string' is not assignable to type 'number'.\n\n41       total: price.toFixed(2),\n         ~~~~~\n\nFound 1 error.\n",
  },
];

const failure: Failure = {
  code: 'engine-request-failed',
  message: 'Could not build shop/web:2.5.0: `npm run build` ended with exit code 1.',
  hint: 'What it wrote before that says why.',
  detail: `ERROR: failed to build: failed to solve: ${error}`,
};

const lines: FailedLines = {
  file: 'Dockerfile',
  lines: [
    { number: 6, text: 'COPY package.json package-lock.json ./', isMeant: false },
    { number: 7, text: 'RUN npm ci', isMeant: false },
    { number: 8, text: 'COPY . .', isMeant: false },
    { number: 9, text: 'RUN npm run build', isMeant: true },
    { number: 10, text: '', isMeant: false },
    { number: 11, text: 'FROM nginx:1.29', isMeant: false },
  ],
};

/** What BuildKit would have told of them. */
function messagesOf(rows: readonly Row[], startedAt: number): readonly SolveStatus[] {
  const at = (seconds: number) => new Date(startedAt + seconds * 1_000).toISOString();
  const message = {
    vertexes: rows.map(({ name, from, took, cached = false, error: said = '' }, index) => ({
      ...{ digest: `sha256:${index}`, name, cached, error: said },
      ...(from === undefined ? {} : { started: at(from) }),
      ...(from === undefined || took === undefined || took === null ? {} : { completed: at(from + took) }),
    })),
    statuses: rows.flatMap(({ moved }, index) =>
      moved === undefined
        ? []
        : [{ id: 'sha256:layer', vertex: `sha256:${index}`, current: moved[0], total: moved[1] }],
    ),
    logs: rows.flatMap(({ says }, index) =>
      says === undefined ? [] : [{ vertex: `sha256:${index}`, data: Buffer.from(says).toString('base64') }],
    ),
    warnings:
      rows === failed
        ? []
        : [
            {
              short: Buffer.from(
                "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)",
              ).toString('base64'),
              detail: [
                Buffer.from("The 'as' keyword should match the case of the 'from' keyword").toString(
                  'base64',
                ),
              ],
              range: [{ start: { line: 1 }, end: { line: 1 } }],
            },
          ],
  };
  const read = readSolveStatus(JSON.stringify(message));
  return read === undefined ? [] : [read];
}

const description: BuildDescription = {
  ...{ folder: '/home/maria/shop/web', dockerfile: '/home/maria/shop/web/Dockerfile', target: '' },
  arguments: [{ name: 'NODE_ENV', value: 'production' }],
  ...{ platform: '', tags: ['shop/web:2.5.0'], isWithoutCache: false, isPulling: false },
  secrets: [{ id: 'npmrc', from: 'file' }],
};

type Remembered = readonly [
  name: string,
  kind: BuildState['kind'],
  age: number,
  seconds: number,
  all: number,
  cached: number,
];

const remembered: readonly Remembered[] = [
  ['shop/api:2.4.0', 'done', 42 * minute, 48, 14, 6],
  ['shop/api:2.4.0', 'failed', 50 * minute, 12, 9, 5],
  ['flask-guide', 'done', 190 * minute, 74, 11, 0],
  ['tools/Dockerfile.lint', 'cancelled', 26 * 60 * minute, 5, 7, 2],
  ['shop/web:2.4.9', 'done', 30 * 60 * minute, 13.3, 14, 9],
];

function stateOf(kind: BuildState['kind']): BuildState {
  if (kind === 'done') return { kind, image: null };
  return kind === 'failed' ? { kind, failure, lines } : { kind };
}

const history: readonly Build[] = remembered.map(([name, kind, age, seconds, all, cached], index) => ({
  ...{
    id: `default/default/${index}`,
    ref: `default/default/${index}`,
    name,
    isOurs: index === 0 || index === 4,
  },
  ...{ startedAt: now - age, endedAt: now - age + seconds * 1_000, steps: { all, ended: all, cached } },
  ...{
    state: stateOf(kind),
    description: index === 0 || index === 4 ? { ...description, tags: [name] } : null,
    kept: null,
  },
}));

/** Builds that get as far as is recorded, and end as the scene says; `isEmpty`: nobody has built anything. */
export function fixtureBuilds(scene: {
  readonly actions: () => 'succeed' | 'hang' | 'fail';
  readonly isEmpty: () => boolean;
}): BuildParts {
  const builds = createBuilds(
    async (_, { onStatus, onRef }, signal) => {
      const outcome = scene.actions();
      const rows = { hang: running, fail: failed, succeed: done }[outcome];
      onRef('default/default/now');
      // The clock of the pictures stands where these steps have got to.
      for (const message of messagesOf(rows, Date.now() - (outcome === 'hang' ? 9_000 : 13_300)))
        onStatus(message);
      if (outcome === 'hang') await untilAborted(signal);
      return outcome === 'fail'
        ? { kind: 'failed', failure, lines }
        : { kind: 'done', image: `sha256:${'7c'.repeat(32)}` };
    },
    () => undefined,
    // It began before the pictures did.
    (() => {
      let calls = 0;
      return () => Date.now() - (calls++ % 2 === 0 ? 13_300 : 0);
    })(),
  );
  return {
    builds,
    records: noRecords,
    check: async () => ({ warnings: [checked], error: null }),
    history: {
      list: async () => (scene.isEmpty() ? [] : history),
      async details(id) {
        const found = history.find((build) => build.id === id) ?? history[0];
        if (found === undefined) throw new Error('not recorded');
        if (found.state.kind !== 'failed') return { ...found, kept };
        return { ...found, state: { ...found.state, lines: null }, description, kept: lost };
      },
      async *steps(id) {
        const found = history.find((build) => build.id === id);
        const fold = foldSteps();
        const rows = found?.state.kind === 'failed' ? failed : done;
        for (const message of messagesOf(rows, found?.startedAt ?? now)) fold.hear(message);
        const news = fold.reader()();
        if (news !== null) yield news;
      },
      remove: async () => undefined,
    },
  };
}

/** What lies on the disk: the same folder, whichever is chosen. */
export function fixtureDockerfile(
  files: ChosenFiles,
): Pick<Handlers<typeof buildRequests>, 'builds.look' | 'builds.template' | 'builds.readDockerfile'> {
  return {
    'builds.look': async () => sourceIn(files),
    'builds.template': async () => ({ source: sourceIn(files), description, secretFiles: {} }),
    'builds.readDockerfile': async () => ({ text: dockerfile, version: 'as it was read' }),
  };
}

const dockerfile = [
  'FROM node:22-slim as build',
  'ARG NODE_ENV=development',
  'WORKDIR /app',
  'COPY package.json package-lock.json ./',
  'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \\',
  '    --mount=type=cache,target=/root/.npm npm ci',
  'COPY . .',
  'RUN npm run build',
  '',
  '# What is served.',
  'FROM nginx:1.29',
  'COPY --from=build /app/dist /usr/share/nginx/html',
  'COPY nginx.conf /etc/nginx/conf.d/default.conf',
  'EXPOSE 80',
  '',
].join('\n');

function sourceIn(files: ChosenFiles): BuildSource {
  return {
    folder: files.add('read', description.folder),
    dockerfile: files.add('read', description.dockerfile),
    stages: ['build'],
    arguments: [{ name: 'NODE_ENV', value: 'development' }],
  };
}

const checked = {
  ...{ text: "FromAsCasing: 'as' and 'FROM' keywords' casing do not match", detail: '', from: 1, to: 1 },
};

const noRecords: BuildRecords = {
  add: (_ref: string, _order: BuildOrder) => undefined,
  all: async () => new Map(),
  remove: async () => undefined,
};
