import type { Agent } from 'node:http';
import { z } from 'zod';
import { askEngine } from './http.ts';
import { readListed } from './listed-containers.ts';

const versionSchema = z.object({ Version: z.string(), ApiVersion: z.string() });

/** The engine's versions. */
export interface EngineVersion {
  readonly version: string;
  readonly apiVersion: string;
}

/** Resolves when the engine has answered `/_ping` over the socket; on a new connection unless `agent` keeps one. */
export async function pingEngine(socketPath: string, signal: AbortSignal, agent?: Agent): Promise<void> {
  await askEngine(socketPath, { method: 'GET', path: '/_ping' }, signal, agent);
}

/** Asks the engine for its versions. */
export async function readEngineVersion(socketPath: string, signal: AbortSignal): Promise<EngineVersion> {
  const answer = await askEngine(socketPath, { method: 'GET', path: '/version' }, signal);
  const { Version, ApiVersion } = versionSchema.parse(JSON.parse(answer));
  return { version: Version, apiVersion: ApiVersion };
}

/** How many containers run, paused ones and those that are being restarted included. */
export async function countRunningContainers(socketPath: string, signal: AbortSignal): Promise<number> {
  return (await readListed(socketPath, signal)).length;
}
