import type {
  Build,
  BuildDescription,
  BuildKept,
  BuildTemplate,
  buildRequests,
  buildStreams,
} from '../../contract/builds.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import type { ChosenFile } from '../../contract/files.ts';
import type { Handlers } from '../../contract/requests.ts';
import type { Sources } from '../../contract/streams.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import type { BuildHistory } from './build-history.ts';
import { type BuildOrder, nameOfOrder } from './build-order.ts';
import type { BuildRecord, BuildRecords } from './build-records.ts';
import type { Builds } from './builds.ts';
import type { CheckDockerfile } from './check-dockerfile.ts';
import { lookAt, readVersion, writeDockerfile } from './read-dockerfile.ts';

/** The builds of this app, and those that BuildKit remembers. */
export interface BuildParts {
  readonly builds: Builds;
  readonly history: BuildHistory;
  readonly records: BuildRecords;
  readonly check: CheckDockerfile;
}

/** A build as it was made: of a secret that was a text, nothing is left but its id. */
type KnownOrder = Omit<BuildRecord, 'ref'>;

/** The code behind {@link buildRequests}; `files` are those that the page's user has chosen. */
export function buildHandlers(parts: BuildParts, files: ChosenFiles): Handlers<typeof buildRequests> {
  const { builds, history, records } = parts;
  let checking = new AbortController();

  /** What one of these builds was made with: nobody else's, whose folder nobody has chosen here. */
  const orderOf = async (id: string): Promise<KnownOrder> => {
    const known = builds.get(id);
    const order = known === undefined ? (await records.all()).get(id) : recordedOrder(known.order);
    if (order !== undefined) return order;
    throw new SlipwayError({
      code: 'not-found',
      message: 'What this build was made with is not known here.',
      hint: 'Choose its folder, and build that.',
    });
  };

  /** A build of this app, with what BuildKit has kept of it by now; where it remembers nothing any more, it says so. */
  const withKept = async (build: Build, signal: AbortSignal): Promise<Build> => {
    if (build.state.kind === 'running' || build.ref === null) return build;
    try {
      return { ...build, kept: (await history.details(build.ref, signal)).kept };
    } catch (error) {
      const { code, message } = toFailure(error);
      // Of an engine that sleeps, or does not answer, nobody knows what is kept.
      if (code !== 'not-found') throw error;
      return { ...build, kept: nothingKept(message) };
    }
  };

  return {
    async 'builds.look'({ file, folder }) {
      return lookAt(files.path('read', file), files, folder && files.path('read', folder));
    },
    async 'builds.begin'({ folder, dockerfile, secrets, ...order }) {
      return builds.begin({
        ...order,
        folder: files.path('read', folder),
        dockerfile: files.path('read', dockerfile),
        secrets: secrets.map(({ id, from }) =>
          'file' in from ? { id, file: files.path('read', from.file) } : { id, text: from.text },
        ),
      });
    },
    async 'builds.again'({ id }) {
      const { secrets, ...order } = await orderOf(id);
      return builds.begin({
        ...order,
        secrets: secrets.map(({ id: secret, file }) => {
          if (file !== null) return { id: secret, file };
          throw new SlipwayError({
            code: 'invalid-argument',
            message: `The text of the secret ${secret} was kept nowhere.`,
            hint: 'Write it into the form again.',
          });
        }),
      });
    },
    async 'builds.template'({ id }): Promise<BuildTemplate> {
      const order = await orderOf(id);
      const looked = await lookAt(order.dockerfile, files, order.folder);
      const secretFiles: Record<string, ChosenFile> = {};
      for (const { id: secret, file } of order.secrets)
        if (file !== null) secretFiles[secret] = files.add('read', file);
      return { source: looked, description: descriptionOf(order), secretFiles };
    },
    'builds.cancel': async ({ id }) => builds.cancel(id),
    async 'builds.remove'({ id }, signal) {
      const own = builds.get(id)?.build;
      if (own?.state.kind === 'running') return;
      const ref = own === undefined ? id : own.ref;
      try {
        if (ref === null) return;
        await history.remove(ref, signal);
        await records.remove(ref);
      } finally {
        builds.dismiss(id);
      }
    },
    async 'builds.history'(_, signal) {
      const [listed, known] = [await history.list(signal), await records.all()];
      const own = builds.refs();
      return listed
        .filter(({ id }) => !own.has(id))
        .map((build) => {
          const order = known.get(build.id);
          return order === undefined ? build : { ...build, ...asOurs(order) };
        });
    },
    'builds.readDockerfile': async ({ file }) => readVersion(files.path('read', file)),
    'builds.writeDockerfile': async ({ file, text, version }) =>
      writeDockerfile(files.path('read', file), text, version),
    async 'builds.check'({ folder, text, target }, signal) {
      // The one before is about a text that is another one by now, and may wait for a registry.
      checking.abort();
      checking = new AbortController();
      const until = AbortSignal.any([signal, checking.signal]);
      return parts.check({ folder: files.path('read', folder), text, target }, until);
    },
    async 'builds.details'({ id }, signal) {
      const own = builds.get(id);
      if (own !== undefined) return withKept(own.build, signal);
      const [found, order] = [await history.details(id, signal), (await records.all()).get(id)];
      return order === undefined ? found : { ...found, ...asOurs(order) };
    },
  };
}

/** The code behind {@link buildStreams}. */
export function buildSources({
  builds,
  history,
}: Pick<BuildParts, 'builds' | 'history'>): Sources<typeof buildStreams> {
  return {
    'builds.follow': (_, signal) => builds.follow(signal),
    'builds.steps': ({ id }, signal) => builds.steps(id, signal) ?? history.steps(id, signal),
  };
}

function nothingKept(why: string): BuildKept {
  return {
    ...{ options: [], repository: '', commit: '', platforms: [], materials: [], attachments: [] },
    missing: [{ what: 'what BuildKit keeps of it', why }],
  };
}

function recordedOrder({ secrets, ...order }: BuildOrder): KnownOrder {
  return {
    ...order,
    arguments: [...order.arguments],
    tags: [...order.tags],
    secrets: secrets.map((secret) => ({ id: secret.id, file: 'file' in secret ? secret.file : null })),
  };
}

/** What is known of a build beside what BuildKit remembers. */
function asOurs(order: KnownOrder): Pick<Build, 'name' | 'isOurs' | 'description'> {
  return { name: nameOfOrder(order), isOurs: true, description: descriptionOf(order) };
}

function descriptionOf({ secrets, ...order }: KnownOrder): BuildDescription {
  const { folder, dockerfile, target, platform, tags, isWithoutCache, isPulling } = order;
  return {
    ...{ folder, dockerfile, target, platform, tags, isWithoutCache, isPulling },
    arguments: order.arguments,
    secrets: secrets.map(({ id, file }) => ({ id, from: file === null ? 'text' : 'file' })),
  };
}
