import { resolve } from 'node:path';
import type { EngineEntry, EngineTest, ListedEngine } from '../contract/engines.ts';
import { SlipwayError } from '../contract/errors.ts';
import { ownEngine } from '../contract/own-engine.ts';
import { addEngine, chooseEngine, loadEngines, removeEngine } from '../endpoints/engines-store.ts';
import { findEngine, listEngines } from '../endpoints/list-engines.ts';
import { testNamedEngine } from '../endpoints/test-named.ts';
import type { HomePaths } from '../home/paths.ts';
import { plain, problemLines } from '../util/failure-lines.ts';
import { formatTable } from './format-table.ts';
import { print, remark } from './print.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** What `slipway engine add` is given beside name and endpoint. */
export interface EngineOptions {
  readonly tls?: true;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly json?: true;
}

/** `slipway engine list`: asks no engine. */
export async function list(paths: HomePaths, json: boolean): Promise<void> {
  const { engines, problem } = await listEngines(paths);
  print(...(json ? [JSON.stringify(engines, undefined, 2)] : formatEngines(engines)));
  if (problem !== null) remark('Docker’s contexts are missing from this list.', ...problemLines(problem));
}

/** `slipway engine add NAME ENDPOINT`. */
export async function add(
  paths: HomePaths,
  name: string,
  endpoint: string,
  options: EngineOptions,
): Promise<void> {
  const file = (path: string | undefined) => (path === undefined ? null : resolve(path));
  const tls = { ca: file(options.ca), cert: file(options.cert), key: file(options.key) };
  const isSecure = options.tls === true || Object.values(tls).some((path) => path !== null);
  const entry = await addEngine(paths, { name, endpoint, tls: isSecure ? tls : null });
  if (options.json === true) return print(JSON.stringify(entry, undefined, 2));
  print(`Added ${entry.name}: ${plain(entry.endpoint)}.`);
  remark(
    `\`slipway engine test ${entry.name}\` tries it, \`slipway engine use ${entry.name}\` has docker and the window work on it.`,
  );
}

/** `slipway engine rm NAME`. */
export async function remove(paths: HomePaths, name: string, json: boolean): Promise<void> {
  const { chosen } = await loadEngines(paths);
  const entry = await removeEngine(paths, name);
  print(json ? JSON.stringify(entry, undefined, 2) : `${entry.name} is forgotten.`);
  if (chosen === name) remark('It was in use; Slipway’s own engine is now.');
}

/** `slipway engine use NAME`: whether it answers is for `test` to tell. */
export async function use(paths: HomePaths, name: string, json: boolean): Promise<void> {
  const engine = await findEngine(paths, name);
  await chooseEngine(paths, engine);
  const { endpoint, tls } = engine;
  const entry: EngineEntry = { name, endpoint, tls };
  print(
    json
      ? JSON.stringify(entry, undefined, 2)
      : `\`slipway docker\` and the window work on ${nameOf(engine)} from now on.`,
  );
}

/** `slipway engine test [NAME]`. Rejects with what failed, in JSON too, so that the exit code tells. */
export async function test(paths: HomePaths, name: string | undefined, json: boolean): Promise<void> {
  await untilInterrupted(async (signal) => {
    const found = await testNamedEngine(paths, name ?? (await loadEngines(paths)).chosen, signal);
    if (json) print(JSON.stringify(found, undefined, 2));
    if (found.failed !== null) throw new SlipwayError(found.failed.failure);
    if (!json) print(formatTest(found));
  });
}

/** The engines as a table for people; which one is worked on has a star. */
export function formatEngines(engines: readonly ListedEngine[]): readonly string[] {
  const rows = engines.map((engine) => [
    engine.isChosen ? '*' : '',
    plain(engine.name),
    { slipway: 'Slipway', added: 'added', docker: 'docker context' }[engine.origin],
    plain(engine.endpoint) + (engine.tls === null ? '' : ' (TLS)'),
  ]);
  const problems = engines.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  return [...formatTable([['', 'NAME', 'FROM', 'ENDPOINT'], ...rows]), ...problems.flatMap(problemLines)];
}

/** What a test that went well found, in a sentence. */
export function formatTest({ name, answer }: EngineTest): string {
  if (answer === null) return '';
  const { version, apiVersion, connectMs, latencyMs } = answer;
  return `${name} answers: Docker ${plain(version)} (API ${plain(apiVersion)}), connected in ${connectMs} ms, ${latencyMs} ms there and back.`;
}

function nameOf({ name, endpoint }: ListedEngine): string {
  return name === ownEngine ? 'Slipway’s own engine' : `${name} (${plain(endpoint)})`;
}
