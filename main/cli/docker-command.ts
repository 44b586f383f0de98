import { connect } from 'node:net';
import { SlipwayError } from '../contract/errors.ts';
import { clientEnvironment } from '../docker-client/client-environment.ts';
import { locateClient } from '../docker-client/locate-client.ts';
import { runInstead } from '../docker-client/run-client.ts';
import { defaultHome, type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { reportFailure } from './exit-code.ts';

/** First words with which docker asks nothing of an engine, or asks one that the user names. */
const needNoEngine = /^(--?h(elp)?|-v|--version|help|completion|context|-H.*|--host.*|-c|--context.*)$/;

/** `slipway docker ...`: the bundled client with these very arguments; its exit code and its signals are ours. */
export async function runDocker(parameters: readonly string[]): Promise<number> {
  const paths = homePaths(defaultHome());
  try {
    const client = await locateClient();
    const [first] = parameters;
    const offline = first === undefined || needNoEngine.test(first) || parameters.includes('--help');
    if (!offline && !(await listens(paths.dockerSocket))) throw await notRunning(paths);
    await prepareHome(paths);
    const end = await runInstead(client.docker, parameters, await clientEnvironment(paths, client));
    if (end.kind === 'code') return end.code;
    // The shell is to see what docker died of.
    process.kill(process.pid, end.signal);
    return 1;
  } catch (error) {
    return reportFailure(error);
  }
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

async function notRunning(paths: HomePaths): Promise<SlipwayError> {
  const { currentStatus } = await import('./status-command.ts');
  const { state, problems } = await currentStatus(paths);
  const why = problems[0] === undefined ? '' : ` ${problems[0].message}`;
  return new SlipwayError({
    code: 'not-running',
    message: `The engine is not running (state: ${state}), so docker has nothing to talk to.${why}`,
    hint: 'slipway start',
  });
}
