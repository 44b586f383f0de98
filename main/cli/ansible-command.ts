import { type ContainerRun, playbookCommand, playbookContainer } from '../ansible/container.ts';
import { readablePlaybook, workingFolder } from '../ansible/find-playbook.ts';
import { preparePlaybook } from '../ansible/prepare.ts';
import { SlipwayError } from '../contract/errors.ts';
import { connectControl } from '../control/client.ts';
import { locateClient } from '../docker-client/locate-client.ts';
import { engineAt } from '../engine/connection.ts';
import { removeIfLeft } from '../engine/files/remove-helper.ts';
import type { HomePaths } from '../home/paths.ts';
import { plain } from '../util/failure-lines.ts';
import { reachEngine, runClient } from './docker-command.ts';
import { remark } from './print.ts';
import { untilInterrupted } from './until-interrupted.ts';

/**
 * `slipway ansible`: runs a playbook in a container, at this terminal. Answers Ansible's exit code. Ctrl-C reaches Ansible; the
 * container is removed however that ends.
 */
export async function runPlaybook(
  paths: HomePaths,
  path: string,
  parameters: readonly string[],
): Promise<number> {
  const file = await readablePlaybook(path);
  const client = await locateClient();
  await reachEngine(paths);
  const engine = engineAt(paths.dockerSocket);
  const onLoading = (doing: string) => remark(`${doing} ...`);
  const prepared = await untilInterrupted((signal) =>
    preparePlaybook(file, { engine, readShares: () => readShares(paths), onLoading }, signal),
  );
  const name = playbookContainer();
  const folder = workingFolder(prepared.playbook, process.cwd());
  const command = playbookCommand(name, { ...prepared, parameters, folder, output: outputHere() });
  try {
    const end = await runClient(paths, client, command);
    if (end.kind === 'code') return end.code;
    remark(`docker was ended by ${end.signal}.`);
    return 1;
  } finally {
    // It has gone with its end, unless docker was ended before it.
    await removeIfLeft(engine, name).catch((error: Error) =>
      remark(`The container ${name} may be left: ${plain(error.message)}`),
    );
  }
}

async function readShares(paths: HomePaths) {
  const control = await connectControl(paths);
  if (control === undefined)
    throw new SlipwayError({
      code: 'host-unreachable',
      message: 'The shared folders cannot be looked up: the process that supervises the VM has just ended.',
      hint: '`slipway start`: it takes over the running VM; then run the playbook again.',
    });
  return control.call('shares.list', {}).finally(control.close);
}

function outputHere(): ContainerRun['output'] {
  if (!process.stdout.isTTY) return 'plain';
  return process.stdin.isTTY ? 'terminal' : 'colour';
}
