import { createComposeJobs, type PerformTask } from '../../main/compose/jobs.ts';
import { composeTemplates } from '../../main/compose/templates.ts';
import type {
  ComposeCheck,
  ComposeProject,
  ComposeService,
  composeRequests,
  composeStreams,
} from '../../main/contract/compose.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Sources } from '../../main/contract/streams.ts';
import { never } from './never.ts';

/** What the scene says of Compose. */
export interface ComposeScene {
  readonly isEmpty: boolean;
  readonly actions: 'succeed' | 'hang' | 'fail';
}

const folder = '/home/maria/projects';

const projects: readonly ComposeProject[] = [
  project('archive', ['compose.yaml'], { missing: [`${folder}/archive/compose.yaml`] }),
  project('blog', ['compose.yaml']),
  project('monitoring', ['compose.yml']),
  project('shop', ['compose.yaml', 'compose.override.yaml'], { profiles: ['tools'] }),
];

function project(name: string, files: readonly string[], more: Partial<ComposeProject> = {}): ComposeProject {
  return {
    ...{ name, folder: `${folder}/${name}`, profiles: [], missing: [] },
    files: files.map((file) => `${folder}/${name}/${file}`),
    ...more,
  };
}

const text = `# What the shop is made of.
services:
  web:
    image: nginx:\${NGINX_VERSION:-1.29}
    ports:
      - "8080:80"
      - "8443:443"
    networks: [front]
    depends_on: [api]

  api:
    build: ./api
    image: shop/api:2.4.0
    environment:
      DATABASE_URL: postgres://shop:\${DATABASE_PASSWORD}@db/shop
    ports:
      - "127.0.0.1:3000:3000"
    networks: [front, back]
    depends_on:
      db:
        condition: service_healthy
    develop:
      watch:
        - action: rebuild
          path: ./api

  worker:
    image: shop/api:2.4.0
    command: node worker.js
    networks: [back]
    depends_on: [db]

  db:
    image: postgres:17
    networks: [back]
    volumes:
      - data:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD-SHELL", "pg_isready"]

  console:
    image: postgres:17
    profiles: [tools, debug]
    networks: [back]
    depends_on: [db]

networks:
  front:
  back:
    internal: true

volumes:
  data:
`;

function service(name: string, more: Partial<ComposeService>): ComposeService {
  return {
    ...{ name, image: '', isBuilt: false, profiles: [], dependsOn: [], networks: ['back'], volumes: [] },
    ...{ ports: [], replicas: 1, fixedBy: null, isWatched: false },
    ...more,
  };
}

const valid: ComposeCheck = {
  kind: 'valid',
  warnings: ['The "DATABASE_PASSWORD" variable is not set. Defaulting to a blank string.'],
  model: {
    services: [
      service('web', {
        ...{ image: 'nginx:1.29', ports: ['8080:80', '8443:443'], networks: ['front'] },
        ...{ dependsOn: ['api'], fixedBy: 'host port' },
      }),
      service('api', {
        ...{ image: 'shop/api:2.4.0', isBuilt: true, ports: ['127.0.0.1:3000:3000'], dependsOn: ['db'] },
        ...{ networks: ['front', 'back'], fixedBy: 'host port', isWatched: true },
      }),
      service('worker', { image: 'shop/api:2.4.0', dependsOn: ['db'] }),
      service('db', {
        image: 'postgres:17',
        volumes: [{ name: 'data', target: '/var/lib/postgresql/data' }],
      }),
      service('console', { image: 'postgres:17', profiles: ['tools', 'debug'], dependsOn: ['db'] }),
    ],
    networks: ['front', 'back'],
    volumes: ['data'],
  },
};

const invalid: ComposeCheck = {
  kind: 'invalid',
  warnings: [],
  said: `validating ${folder}/shop/compose.yaml: services.web additional properties 'imagee' not allowed`,
};

const steps = [
  ['Network shop_back', 'Created', 'done', null],
  ['Network shop_front', 'Created', 'done', null],
  ['Image postgres:17', 'Pulling', 'working', 0.62],
  ['Container shop-db-1', 'Creating', 'working', null],
  ['Container shop-api-1', 'Waiting', 'working', null],
] as const;

const lines = [
  '#1 [internal] load build definition from Dockerfile',
  '#1 transferring dockerfile: 412B done',
  '#2 [internal] load metadata for docker.io/library/node:24',
  '#5 [2/4] COPY package*.json ./',
  '#6 [3/4] RUN npm ci',
  '#6 4.812 added 214 packages in 4s',
];

/** Compose projects of a working day, and work on them that ends as the scene says. */
export function fixtureCompose(scene: () => ComposeScene) {
  const perform: PerformTask = async (name, _, tell, signal) => {
    for (const [step, said, state, part] of steps)
      tell({ kind: 'step', step: { name: step, text: said, state, part } });
    for (const line of lines) tell({ kind: 'output', text: line });
    if (scene().actions === 'succeed') return;
    if (scene().actions === 'hang')
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    else
      throw new SlipwayError({
        code: 'engine-request-failed',
        message: `Could not bring up ${name}: port 0.0.0.0:8080 is published by another container.`,
        hint: 'Choose another host port, or stop that container.',
        detail:
          'failed to set up container networking: driver failed programming external connectivity on endpoint shop-web-1: Bind for 0.0.0.0:8080 failed: port is already allocated',
      });
  };
  let jobs = createComposeJobs(perform, Date.now);
  const known = () => (scene().isEmpty ? [] : projects);
  const handlers: Handlers<typeof composeRequests> = {
    'compose.projects': async () => known(),
    'compose.add': never,
    'compose.adopt': never,
    'compose.forget': never,
    'compose.setProfiles': never,
    'compose.begin': async ({ project: name, task }) => jobs.begin(name, task),
    'compose.cancel': async ({ job }) => jobs.cancel(job),
    'compose.dismiss': async ({ job }) => jobs.dismiss(job),
    'compose.check': async ({ draft }) => (draft?.text.includes('imagee') ? invalid : valid),
    'compose.preview': async () =>
      `name: shop\n${text.replace(`\${NGINX_VERSION:-1.29}`, '1.29').replace(`\${DATABASE_PASSWORD}`, '')}`,
    'compose.read': async ({ project: name, file }) => ({
      path: projects.find((one) => one.name === name)?.files[file] ?? '',
      ...{ text, version: '1' },
    }),
    'compose.write': async () => ({ kind: 'written', version: '2' }),
    'compose.history': async () => [{ id: '1', at: Date.now() - 3_600_000, bytes: 1_012 }],
    'compose.readVersion': async () => text,
    'compose.templates': async () => composeTemplates,
    'compose.create': never,
  };
  const sources: Sources<typeof composeStreams> = {
    'compose.follow': (_, signal) => jobs.follow(signal),
    'compose.output': ({ job }, signal) => jobs.output(job, signal),
  };
  /** Nothing is done to any project any more. */
  const reset = () => {
    void jobs.close();
    jobs = createComposeJobs(perform, Date.now);
  };
  return { handlers, sources, reset };
}
