import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

interface AddOptions {
  readonly tls?: true;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly json?: true;
}

/** `slipway engine` with its commands. */
export function addEngines(program: Command, paths: HomePaths): void {
  const engine = program
    .command('engine')
    .description(
      'choose the engine of `slipway docker` and the window: another one by SSH, TLS or a socket, or Slipway’s own',
    );
  const load = () => import('../engine-command.ts');
  engine
    .command('list')
    .description('print the engines that are known, docker’s contexts included; connects to none of them')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  engine
    .command('add')
    .description('add an engine: ssh://USER@HOST, tcp://HOST:2376 with TLS, or unix:///PATH')
    .argument('<name>')
    .argument('<endpoint>')
    .option('--tls', 'connect by TLS; a public authority has signed the engine’s certificate')
    .option('--ca <file>', 'connect by TLS; the authority with this certificate has signed the engine’s')
    .option('--cert <file>', 'the certificate to show to the engine')
    .option('--key <file>', 'the key of that certificate')
    .option('--json', 'print one JSON document')
    .action(async (name: string, endpoint: string, options: AddOptions) =>
      (await load()).add(paths, name, endpoint, options),
    );
  engine
    .command('rm')
    .description('take an engine off the list; the engine itself is not changed')
    .argument('<name>')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: { json?: true }) =>
      (await load()).remove(paths, name, options.json === true),
    );
  engine
    .command('test')
    .description('connect to an engine, and print its version and how fast it answers, or what fails')
    .argument('[name]', 'which engine (default: the one in use)')
    .option('--json', 'print one JSON document')
    .action(async (name: string | undefined, options: { json?: true }) =>
      (await load()).test(paths, name, options.json === true),
    );
  engine
    .command('use')
    .description(
      'choose the engine of `slipway docker` and of the window; `slipway engine use slipway` goes back',
    )
    .argument('<name>')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: { json?: true }) =>
      (await load()).use(paths, name, options.json === true),
    );
}
