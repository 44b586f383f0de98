import { existsSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { isatty } from 'node:tty';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import { bindSources } from '../docker-client/bind-sources.ts';
import { clientEnvironment } from '../docker-client/client-environment.ts';
import { type DockerClient, locateClient } from '../docker-client/locate-client.ts';
import { type ProgramEnd, runInstead } from '../docker-client/run-client.ts';
import type { OtherEngine } from '../endpoints/chosen-engine.ts';
import { defaultHome, type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { failureLines } from '../util/failure-lines.ts';
import { abortAfter, never, poll } from '../util/wait.ts';
import { accountCommand } from './account-command.ts';
import { reportFailure } from './exit-code.ts';
import { mindHost } from './mind-host.ts';
import { printFailure } from './print.ts';
import { whyUnserved } from './why-unserved.ts';

/** A host looks for its sockets at each ping of the engine, which it does every three seconds. In milliseconds. */
const socketDeadlineMs = 10_000;

const stderrDescriptor = 2;

/** First words with which docker asks nothing of an engine, or asks one that the user names. */
const needNoEngine = /^(--?h(elp)?|-v|--version|help|completion|context|-H.*|--host.*|-c|--context.*)$/;

/** `slipway docker ...`: the bundled client with these very arguments; its exit code and its signals are ours. */
export async function runDocker(parameters: readonly string[]): Promise<number> {
  const paths = homePaths(defaultHome());
  try {
    const client = await locateClient();
    const [first] = parameters;
    const offline = first === undefined || needNoEngine.test(first) || parameters.includes('--help');
    const other = offline ? undefined : await otherEngine(paths);
    if (other !== undefined) return await runElsewhere(paths, other, parameters);
    const isServed = await listens(paths.dockerSocket);
    if (!offline && !isServed) await wakeOrRefuse(paths);
    // Where a host is, the home is in use: docker reads, and is not to be refused for a disk that is full.
    if (!isServed) await prepareHome(paths);
    if (!offline) await remarkOnBinds(paths, parameters);
    const run = () => runClient(paths, client, parameters, !offline);
    const end = await mindingLogins(paths, client, parameters, run);
    if (end.kind === 'code') return end.code;
    // The shell is to see what docker died of.
    process.kill(process.pid, end.signal);
    return 1;
  } catch (error) {
    return reportFailure(error);
  }
}

/** Says which folders a new container will not see as they are here. What knows of shares is not loaded for anything else. */
async function remarkOnBinds(paths: HomePaths, parameters: readonly string[]): Promise<void> {
  if (bindSources(parameters).length === 0) return;
  const { unsharedBinds } = await import('./unshared-binds.ts');
  for (const words of await unsharedBinds(paths, parameters)) printFailure(words);
}

/** The engine that is chosen, when it is not Slipway's own. Where none ever was, what knows of others is not loaded. */
async function otherEngine(paths: HomePaths): Promise<OtherEngine | undefined> {
  if (!process.env.SLIPWAY_ENGINE && !existsSync(paths.engines)) return undefined;
  const { chosenEngine, openEngine } = await import('../endpoints/chosen-engine.ts');
  return openEngine(paths, await chosenEngine(paths));
}

/** On an engine that is not Slipway's own: no VM is woken for it, and no host is minded. */
async function runElsewhere(
  paths: HomePaths,
  other: OtherEngine,
  parameters: readonly string[],
): Promise<number> {
  try {
    const client = await locateClient();
    const end = await mindingLogins(paths, client, parameters, async () => {
      const environment = await clientEnvironment({ ...paths, dockerSocket: other.socket }, client);
      return runInstead(client.docker, parameters, environment, never);
    });
    // Docker knows no more than that it could not connect to a socket; where it has got what it wanted, there is nothing to tell.
    const failure = end.kind === 'code' && end.code === 0 ? undefined : other.failure();
    if (failure !== undefined) printFailure(toFailure(failure));
    if (end.kind === 'code') return end.code;
    await other.close();
    process.kill(process.pid, end.signal);
    return 1;
  } finally {
    await other.close();
  }
}

/** Sees to where logins are kept. What knows of that is not loaded for anything else. */
async function mindingLogins(
  paths: HomePaths,
  client: DockerClient,
  parameters: readonly string[],
  run: () => Promise<ProgramEnd>,
): Promise<ProgramEnd> {
  const command = accountCommand(parameters);
  if (command === undefined) return run();
  const { runLogin, runLogout } = await import('./docker-login.ts');
  return command === 'login' ? runLogin(paths, client, run) : runLogout(paths, client, run);
}

/**
 * Runs the bundled client in the place of this program. `mindsHost`: says when the host that it needs lives and does not answer.
 * `onStarted`: as of {@link runInstead}.
 */
export async function runClient(
  paths: HomePaths,
  client: DockerClient,
  parameters: readonly string[],
  mindsHost = true,
  onStarted?: () => void,
): Promise<ProgramEnd> {
  const silent = new AbortController();
  const environment = await clientEnvironment(paths, client);
  const stop = mindsHost
    ? mindHost(paths, { atFirst: (why) => silent.abort(why), later: note })
    : () => undefined;
  return runInstead(client.docker, parameters, environment, silent.signal, onStarted).finally(stop);
}

/**
 * Docker may have the terminal in raw mode, where a line does not begin at the left by itself. It has this stream, too: `process.stderr`
 * would make it non-blocking under it.
 */
function note(failure: SlipwayError): void {
  const end = isatty(stderrDescriptor) ? '\r\n' : '\n';
  const lines = failureLines(failure).map((line) => `${line}${end}`);
  writeSync(stderrDescriptor, lines.join(''));
}

/** Waits until docker's socket leads to an engine, waking a VM that sleeps. Throws `not-running` when there is none to reach. */
export async function reachEngine(paths: HomePaths): Promise<void> {
  if (!(await listens(paths.dockerSocket))) await wakeOrRefuse(paths);
}

function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.setTimeout(5_000, () => answer(false));
  });
}

/** A VM that sleeps without anybody who listens for it, as after a restart of the machine, gets a host. */
async function wakeOrRefuse(paths: HomePaths): Promise<void> {
  const { currentStatus } = await import('./status-command.ts');
  const status = await currentStatus(paths);
  // A host whose control socket is gone, too, is only known to hold the home.
  if (status.state === 'running' || (status.state === 'waiting' && status.host !== null))
    return awaitSocket(paths);
  if (status.state !== 'sleeping') throw notRunning(status);
  const { connectOrSpawn } = await import('./host-connection.ts');
  (await connectOrSpawn(paths)).close();
}

/** A host makes a socket anew that was removed under it. */
async function awaitSocket(paths: HomePaths): Promise<void> {
  const isBack = async () => ((await listens(paths.dockerSocket)) ? true : undefined);
  await poll(200, abortAfter(socketDeadlineMs), isBack).catch(() => {
    throw new SlipwayError({
      code: 'not-running',
      message: `Slipway runs, but nothing listens at ${paths.dockerSocket}.`,
      hint: '`slipway logs` says why its socket could not be made anew; `slipway restart` tries it with a new start.',
    });
  });
}

/** Why there is nothing to talk to. */
export function notRunning(status: Pick<Status, 'state' | 'host' | 'problems'>): SlipwayError {
  const { message = '', hint = 'slipway start' } = whyUnserved(status) ?? {};
  return new SlipwayError({
    code: 'not-running',
    message: `Docker has nothing to talk to. ${message}`.trimEnd(),
    hint,
  });
}
