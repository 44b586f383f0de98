import type { LocalRegistry } from '../contract/engine/local-registry.ts';
import { engineAt } from '../engine/connection.ts';
import {
  readLocalRegistry,
  startLocalRegistry,
  stopLocalRegistry,
} from '../engine/registry/local-registry.ts';
import type { HomePaths } from '../home/paths.ts';
import { plain } from '../util/failure-lines.ts';
import { orAborted } from '../util/wait.ts';
import { reachEngine } from './docker-command.ts';
import { print, remark } from './print.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** `slipway registry start`. Ctrl-C gives it up, and leaves nothing that runs. */
export async function start(paths: HomePaths, port: number | null, json: boolean): Promise<void> {
  await untilInterrupted(async (signal) => {
    await orAborted(signal, reachEngine(paths));
    const tell = (doing: string) => remark(`${doing} ...`);
    show(await startLocalRegistry(engineAt(paths.dockerSocket), port, signal, tell), json);
  });
}

/** `slipway registry stop`. */
export async function stop(paths: HomePaths, json: boolean): Promise<void> {
  await untilInterrupted(async (signal) => {
    await orAborted(signal, reachEngine(paths));
    show(await stopLocalRegistry(engineAt(paths.dockerSocket), signal), json);
  });
}

/** `slipway registry status`: by the way that wakes no VM. */
export async function printRegistry(paths: HomePaths, json: boolean): Promise<void> {
  await untilInterrupted(async (signal) =>
    show(await readLocalRegistry(engineAt(paths.ownSocket), signal), json),
  );
}

/** The registry in words for people. */
export function formatRegistry({ state, address, volume, repositories }: LocalRegistry): readonly string[] {
  const kept = `What it holds is kept in the volume ${volume}.`;
  if (state === 'unknown')
    return ['Whether the registry runs is not known: the engine does not run, or sleeps.', kept];
  if (state === 'stopped') return ['The registry does not run: `slipway registry start`.', kept];
  const images =
    repositories === null
      ? 'What it holds could not be read.'
      : repositories.length === 0
        ? 'It holds no images yet.'
        : `It holds ${repositories.map(plain).join(', ')}.`;
  return [
    `The registry runs at ${address}, for this computer alone. ${images}`,
    '',
    `  slipway docker tag IMAGE ${address}/IMAGE     give an image a name there`,
    `  slipway docker push ${address}/IMAGE          send it`,
    `  slipway docker pull ${address}/IMAGE          get it back`,
  ];
}

function show(registry: LocalRegistry, json: boolean): void {
  print(...(json ? [JSON.stringify(registry, undefined, 2)] : formatRegistry(registry)));
}
