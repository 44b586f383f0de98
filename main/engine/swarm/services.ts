import type Docker from 'dockerode';
import { z } from 'zod';
import type { serviceChange, serviceOptions } from '../../contract/engine/services.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { askJson } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import type { RegistryAuth } from '../transfers/registry-transfer.ts';
import { change, changeSpec, type Spec, type SpecChange } from './change.ts';
import { changedSpec, type FileIds, scaledSpec, serviceSpec } from './service-spec.ts';

const made = z.object({ ID: z.string(), Warnings: z.array(z.string()).nullish() });

/** Makes a service. What it needs to be there is looked up first: a name that is not is said before anything is made. */
export function createService(
  engine: Docker,
  auth: RegistryAuth,
  options: z.output<typeof serviceOptions>,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly warnings: readonly string[] }> {
  const doing = `create the service ${options.name}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (until) => {
      const [secrets, configs] = await Promise.all([
        idsOf(engine, 'secrets', options.secrets, doing, until),
        idsOf(engine, 'configs', options.configs, doing, until),
      ]);
      const headers = await logIn(auth, options.image, options.sharesLogIn, until);
      const json = serviceSpec(options, secrets, configs);
      const asked = { method: 'POST', path: '/services/create', json, headers } as const;
      const { ID, Warnings } = made.parse(await askJson(engine, asked, until));
      return { id: ID, warnings: Warnings ?? [] };
    }),
  );
}

const named = z.array(z.object({ ID: z.string(), Spec: z.object({ Name: z.string() }) }));

async function idsOf(
  engine: Docker,
  kind: 'secrets' | 'configs',
  names: readonly string[],
  doing: string,
  signal: AbortSignal,
): Promise<FileIds> {
  if (names.length === 0) return new Map();
  const all = named.parse(await askJson(engine, { method: 'GET', path: `/${kind}` }, signal));
  const ids = new Map(all.map(({ ID, Spec }) => [Spec.Name, ID]));
  const missing = names.find((name) => !ids.has(name));
  if (missing !== undefined)
    throw new SlipwayError({
      code: 'not-found',
      message: `Could not ${doing}: there is no ${kind === 'secrets' ? 'secret' : 'config'} named ${missing}.`,
      hint: 'Create it first, or correct the name.',
    });
  return new Map(names.map((name) => [name, ids.get(name) ?? '']));
}

async function logIn(
  auth: RegistryAuth,
  image: string,
  isShared: boolean,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const shown = isShared ? await auth(image, signal) : undefined;
  return shown === undefined ? {} : { 'X-Registry-Auth': shown };
}

function update(
  engine: Docker,
  doing: string,
  { id, ...options }: Omit<SpecChange, 'path'> & { readonly id: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `/services/${encodeURIComponent(id)}`;
  return change(doing, signal, (until) => changeSpec(engine, { path, ...options }, until));
}

/** Tells a service how many tasks it is to have. */
export function scaleService(
  engine: Docker,
  { id, replicas }: { readonly id: string; readonly replicas: number },
  signal: AbortSignal,
): Promise<void> {
  const doing = 'scale the service';
  return update(engine, doing, { id, edit: (spec) => scaledSpec(spec, replicas, doing) }, signal);
}

/** Changes a service's image or the way in which it is changed, or makes its tasks anew. */
export function updateService(
  engine: Docker,
  auth: RegistryAuth,
  wanted: z.output<typeof serviceChange>,
  signal: AbortSignal,
): Promise<void> {
  const { id, image, sharesLogIn } = wanted;
  // What the nodes were given to fetch the image with is kept unless there is something new.
  const query = { registryAuthFrom: 'spec' };
  const headers = async (until: AbortSignal) =>
    image === undefined ? {} : logIn(auth, image, sharesLogIn, until);
  const edit = (spec: Spec) => changedSpec(spec, wanted);
  return update(engine, 'update the service', { id, query, headers, edit }, signal);
}

/** Goes back to what a service was before its last change. */
export function rollBackService(engine: Docker, id: string, signal: AbortSignal): Promise<void> {
  const query = { rollback: 'previous', registryAuthFrom: 'previous-spec' };
  return update(engine, 'roll back the service', { id, query, edit: (spec) => spec }, signal);
}

/** Removes a service; its tasks end after it. */
export function removeService(engine: Docker, id: string, signal: AbortSignal): Promise<void> {
  return change('remove the service', signal, (until) =>
    askJson(engine, { method: 'DELETE', path: `/services/${encodeURIComponent(id)}` }, until),
  );
}
