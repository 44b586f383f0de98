import { type Command, InvalidArgumentError } from 'commander';
import type { HomePaths } from '../../home/paths.ts';
import type { LogSource } from '../logs-command.ts';

/** The commands that have no commands of their own. `ended` hears the exit code of what `shell` ran. */
export function addSingleCommands(program: Command, paths: HomePaths, ended: (code: number) => void): void {
  program
    .command('start')
    .description('start the engine and wait until it answers; joins a start that is under way')
    .option('--cold', 'boot the VM anew, whatever was saved; containers that slept end as by a power cut')
    .action(async (options: { cold?: true }) =>
      (await import('../start-command.ts')).start(paths, options.cold === true),
    );
  program
    .command('stop')
    .description('stop containers, engine and VM in good order')
    .action(async () => (await import('../stop-command.ts')).stop(paths));
  program
    .command('sleep')
    .description('save the VM with its containers, and end it; the first use of the docker socket wakes it')
    .action(async () => (await import('../sleep-command.ts')).sleep(paths));
  program
    .command('restart')
    .description('stop and start')
    .action(async () => (await import('../start-command.ts')).restart(paths));
  program
    .command('status')
    .description('print the state of the engine, and what is wrong if something is')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) =>
      (await import('../status-command.ts')).printStatus(paths, options.json === true),
    );
  program
    .command('logs')
    .description('print the end of a log')
    .option('-f, --follow', 'go on printing what is added')
    .option(
      '--source <name>',
      'supervisor, console (of the guest), qemu or shares (the servers of shared folders)',
      logSource,
      'supervisor',
    )
    .option('-n, --lines <number>', 'how many lines', lineCount, 100)
    .action(async (options: { follow?: true; source: LogSource; lines: number }) =>
      (await import('../logs-command.ts')).printLogs(paths, { ...options, follow: options.follow === true }),
    );
  program
    .command('shell')
    .description('open a shell in the VM, or run a command there: slipway shell -- CMD')
    .argument('[command...]', 'after --: the command and its arguments')
    .passThroughOptions()
    .action(async (command: readonly string[]) =>
      ended(await (await import('../shell-command.ts')).openShell(paths, command)),
    );
  // Listed here; run by index.ts before anything is parsed.
  program
    .command('docker')
    .description(
      'the docker client with compose and buildx, on the engine in use: slipway docker run -it slipway/busybox',
    )
    .argument('[arguments...]')
    .helpOption(false);
  program
    .command('reset')
    .description('make this instance new; images, containers and volumes become a snapshot to go back to')
    .option('--keep-data', 'keep images, containers and volumes, and make the rest new')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action(async (options: { keepData?: true; yes?: true; json?: true }) =>
      (await import('../reset-command.ts')).reset(paths, {
        keepData: options.keepData === true,
        yes: options.yes === true,
        json: options.json === true,
      }),
    );
  program
    .command('ports')
    .description(
      'print the ports that containers and services publish on this computer, and which program is in the way',
    )
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) =>
      (await import('../ports-command.ts')).printPorts(paths, options.json === true),
    );
}

const logSources = ['supervisor', 'console', 'qemu', 'shares'] as const satisfies readonly LogSource[];

function logSource(text: string): LogSource {
  const source = logSources.find((known) => known === text);
  if (source === undefined) throw new InvalidArgumentError(`It is one of: ${logSources.join(', ')}.`);
  return source;
}

function lineCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  if (text.length > 7) throw new InvalidArgumentError('It is a whole number up to 9999999.');
  return Number(text);
}
