import { reportFailure } from './exit-code.ts';

/*
 * The `slipway` command. Each command's code is loaded only when it is run: `status` and `docker` are typed all day
 * and must answer at once.
 */
async function main(parameters: readonly string[]): Promise<number> {
  // What follows `docker` is docker's, `--help` and unknown options included: nothing may parse it.
  if (parameters[0] === 'docker') {
    const { runDocker } = await import('./docker-command.ts');
    return runDocker(parameters.slice(1));
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(parameters);
}

function leave(error: unknown): never {
  process.exit(reportFailure(error));
}

process.on('uncaughtException', leave);
process.on('unhandledRejection', leave);
// `slipway logs | head`: whoever read has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  error.code === 'EPIPE' ? process.exit(0) : leave(error),
);

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // Leaves by itself once everything is written; a connection or a standard input left open is not to hold it.
  setTimeout(() => process.exit(), 1_000).unref();
  process.stdin.unref?.();
}, leave);
