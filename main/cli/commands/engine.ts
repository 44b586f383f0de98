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
      'work on another engine: of another machine by SSH or TLS, of this one, or of a docker context',
    );
  const load = () => import('../engine-command.ts');
  engine
    .command('list')
    .description('print which engines there are, docker’s contexts included; asks none of them')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  engine
    .command('add')
    .description('add an engine: ssh://USER@HOST, tcp://HOST:2376 with TLS, or unix:///PATH')
    .argument('<name>')
    .argument('<endpoint>')
    .option('--tls', 'by TLS, with a certificate that public authorities vouch for')
    .option('--ca <file>', 'by TLS, with a certificate that this authority vouches for')
    .option('--cert <file>', 'show this certificate')
    .option('--key <file>', 'the key of that certificate')
    .option('--json', 'print one JSON document')
    .action(async (name: string, endpoint: string, options: AddOptions) =>
      (await load()).add(paths, name, endpoint, options),
    );
  engine
    .command('rm')
    .description('forget an engine; nothing of it is changed')
    .argument('<name>')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: { json?: true }) =>
      (await load()).remove(paths, name, options.json === true),
    );
  engine
    .command('test')
    .description('connect to an engine and tell its version and how far away it is, or what fails')
    .argument('[name]', 'the one that is chosen, unless named')
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
