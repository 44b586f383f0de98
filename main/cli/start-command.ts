import { formatDuration } from '../contract/duration.ts';
import { SlipwayError } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import type { ControlClient } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { plain } from '../util/failure-lines.ts';
import { acceleratorName } from './format-status.ts';
import { connectOrSpawn } from './host-connection.ts';
import { onInterrupt } from './on-interrupt.ts';
import { print, remark } from './print.ts';
import { startProgress } from './start-progress.ts';

type Ask = (client: ControlClient) => Promise<Status>;

/** Hosts that may go away under our hands before we give up: one that was about to leave, and one that was killed. */
const mostHosts = 3;

/** `slipway start`: resolves when the engine answers. Joins a start that is under way. `cold`: boots in any case. */
export async function start(paths: HomePaths, cold = false): Promise<void> {
  const before = Date.now();
  const status = await follow(paths, (client) => client.call('vm.start', cold ? { cold } : {}));
  announce(status, before);
}

/** `slipway restart`. */
export async function restart(paths: HomePaths): Promise<void> {
  const before = Date.now();
  const status = await follow(paths, (client) => client.call('vm.restart', {}));
  announce(status, before);
}

async function follow(paths: HomePaths, ask: Ask): Promise<Status> {
  const leave = onInterrupt(
    'The start goes on in the background: `slipway status` shows it, `slipway stop` ends it.',
  );
  try {
    for (let host = 1; ; host += 1) {
      try {
        return await withHost(paths, ask);
      } catch (error) {
        // The next host takes over what this one had begun.
        const gone = error instanceof SlipwayError && error.code === 'host-unreachable';
        if (!gone || host === mostHosts) throw error;
      }
    }
  } finally {
    leave();
  }
}

async function withHost(paths: HomePaths, ask: Ask): Promise<Status> {
  const client = await connectOrSpawn(paths);
  const progress = startProgress(process.stderr);
  try {
    client.on('status', (status) => progress.show(status));
    const status = await client.call('status.get', {});
    if (status.state !== 'running') progress.show(status);
    return await ask(client);
  } finally {
    progress.end();
    client.close();
  }
}

/** The one line that says what there is now and how to go on. */
function announce(status: Status, before: number): void {
  const socket = status.socket ?? '';
  const engine = status.engine === null ? 'The engine' : `Docker ${plain(status.engine.version)}`;
  const by = status.vm?.accelerator === 'tcg' ? `, by ${acceleratorName('tcg')}` : '';
  const already = status.boot !== null && status.boot.startedAt < before && !isFresh(status.boot, before);
  const how = already ? 'Already running' : `Running in ${formatDuration(Date.now() - before)}`;
  print(`${how}${by}. ${engine} on ${socket}`);
  for (const problem of status.problems) {
    if (problem.code !== 'accelerator-failed')
      remark(`  note: ${plain(problem.message)} ${plain(problem.hint)}`);
  }
  print(`  try: ${commandWords()} docker run slipway/hello`);
}

/** How the command is called here: a checkout's is run by npm. */
export function commandWords(environment: NodeJS.ProcessEnv = process.env): string {
  const { npm_package_name: name, npm_lifecycle_event: script = '' } = environment;
  return name === 'slipway' && ['slipway', 'start'].includes(script) ? 'npm run -s slipway --' : 'slipway';
}

/** Whether that start came to its end only after `before`: then it was joined, not found done. */
function isFresh(boot: NonNullable<Status['boot']>, before: number): boolean {
  return boot.durationMs === null || boot.startedAt + boot.durationMs >= before;
}
