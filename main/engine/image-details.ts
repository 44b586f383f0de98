import type Docker from 'dockerode';
import { z } from 'zod';
import type { ImageDetails, ImageStep } from '../contract/engine/image-details.ts';
import { shortImageName } from '../contract/engine/image-name.ts';
import { askJson, pathOfName } from './ask.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
/** Lists that the engine writes as an object with empty values. */
const names = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => Object.keys(value ?? {}).sort());
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
/** An image that nobody dated has the first year there is, or the time zero. */
const moment = z
  .string()
  .nullish()
  .transform((value) => {
    const at = Date.parse(value ?? '');
    return at > 0 ? at : null;
  });

const configuration = z.object({
  Entrypoint: texts,
  Cmd: texts,
  Env: texts,
  WorkingDir: text,
  User: text,
  StopSignal: text,
  ExposedPorts: names,
  Volumes: names,
  Labels: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
  Healthcheck: z
    .object({ Test: texts })
    .nullish()
    .transform((value) => value?.Test ?? []),
});

const inspected = z.object({
  Id: z.string(),
  RepoTags: texts,
  RepoDigests: texts,
  Size: z.number(),
  Created: moment,
  Author: text,
  Comment: text,
  Os: text,
  Architecture: text,
  Variant: text,
  Config: configuration.nullish().transform((value) => value ?? configuration.parse({})),
  RootFS: z
    .object({ Layers: texts })
    .nullish()
    .transform((value) => value?.Layers ?? []),
  Metadata: z
    .object({ LastTagTime: moment })
    .nullish()
    .transform((value) => value?.LastTagTime ?? null),
});

const historyStep = z.object({ Created: z.number(), CreatedBy: text, Size: z.number(), Comment: text });

/** What the engine knows of an image, its history included. */
export function readImageDetails(engine: Docker, id: string, signal: AbortSignal): Promise<ImageDetails> {
  const doing = `read the image ${shortImageName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (until) => {
      const path = `/images/${pathOfName(id)}`;
      const [inspect, history] = await Promise.all([
        askJson(engine, { method: 'GET', path: `${path}/json` }, until),
        askJson(engine, { method: 'GET', path: `${path}/history` }, until),
      ]);
      return describeDetails(inspect, history);
    }),
  );
}

/** The engine's answers about an image, in the contract's form. Throws when they are not what an engine answers. */
export function describeDetails(inspect: unknown, history: unknown): ImageDetails {
  const image = inspected.parse(inspect);
  const { Config: config } = image;
  return {
    id: image.Id,
    tags: image.RepoTags.filter((tag) => tag !== '<none>:<none>'),
    digests: image.RepoDigests.filter((digest) => !digest.startsWith('<none>')),
    size: image.Size,
    createdAt: image.Created,
    taggedAt: image.Metadata,
    platform: [image.Os, image.Architecture, image.Variant].filter((part) => part !== '').join('/'),
    author: image.Author,
    comment: image.Comment,
    entrypoint: config.Entrypoint,
    command: config.Cmd,
    workingFolder: config.WorkingDir,
    user: config.User,
    stopSignal: config.StopSignal,
    healthCheck: config.Healthcheck,
    environment: config.Env,
    ports: config.ExposedPorts,
    volumes: config.Volumes,
    labels: config.Labels,
    history: describeHistory(history, image.RootFS),
    layers: image.RootFS,
  };
}

/**
 * The steps, the first one first. The engine does not say which step made which layer: where as many steps added bytes as
 * there are layers it is those, in order; otherwise nobody knows, for a layer may be empty.
 */
export function describeHistory(history: unknown, layers: readonly string[]): readonly ImageStep[] {
  const steps = z.array(historyStep).parse(history).toReversed();
  const known = steps.filter(({ Size }) => Size > 0).length === layers.length;
  let next = 0;
  return steps.map(({ Created, CreatedBy, Size, Comment }) => ({
    createdBy: CreatedBy,
    comment: Comment,
    createdAt: Created > 0 ? Created * 1000 : null,
    size: Size,
    layer: known && Size > 0 ? (layers[next++] ?? null) : null,
  }));
}
