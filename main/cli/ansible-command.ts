import { type ContainerRun, playbookCommand, playbookContainer } from '../ansible/container.ts';
import { readablePlaybook, workingFolder } from '../ansible/find-playbook.ts';
import { preparePlaybook } from '../ansible/prepare.ts';
import { removePlaybookContainer, removingAfter } from '../ansible/remove-container.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { connectControl } from '../control/client.ts';
import { locateClient } from '../docker-client/locate-client.ts';
import { engineAt } from '../engine/connection.ts';
import type { HomePaths } from '../home/paths.ts';
import { plain } from '../util/failure-lines.ts';
import { reachEngine, runClient } from './docker-command.ts';
import { printFailure, remark } from './print.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** What a shell makes of a program that Ctrl-C has ended. */
const interruptedCode = 130;

/** Ansible's own code for that (`ansible.cli`, KEYBOARD_INTERRUPT), which no shell knows. */
const ansibleInterruptedCode = 99;

/**
 * `slipway ansible`: runs a playbook in a container, at this terminal. Answers Ansible's exit code, or 130 after Ctrl-C, which
 * reaches Ansible; the container is removed however that ends. A signal that ends docker ends this process, too, once it is.
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
  const preparing = untilInterrupted((signal) =>
    preparePlaybook(file, { engine, readShares: () => readShares(paths), onLoading }, signal),
  );
  const prepared = await preparing.catch((error: unknown) => {
    if (!(error instanceof SlipwayError && error.code === 'aborted')) throw error;
    printFailure(error);
    return undefined;
  });
  if (prepared === undefined) return interruptedCode;
  const name = playbookContainer();
  const folder = workingFolder(prepared.playbook, process.cwd());
  const command = playbookCommand(name, { ...prepared, parameters, folder, output: outputHere() });
  const end = await removingAfter(
    (onStarted) => runClient(paths, client, command, true, onStarted),
    (ended) => (ended.kind === 'code' ? ended.code : null),
    (code) => removeInPeace(engine, name, code),
  );
  if (end.kind === 'code') return end.code === ansibleInterruptedCode ? interruptedCode : end.code;
  // The shell is to see what docker died of.
  process.kill(process.pid, end.signal);
  return 1;
}

/** Sees that a playbook's container is gone, as it is unless docker was ended before it. Whoever is impatient does not end that. */
async function removeInPeace(
  engine: ReturnType<typeof engineAt>,
  name: string,
  code: number | null,
): Promise<void> {
  const onSignal = () => undefined;
  for (const signal of endingSignals) process.on(signal, onSignal);
  try {
    await removePlaybookContainer(engine, name, code);
  } catch (error) {
    remark(
      `The container ${name} may be left: ${plain(toFailure(error).message)}`,
      `  try: slipway docker rm --force ${name}`,
    );
  } finally {
    for (const signal of endingSignals) process.off(signal, onSignal);
  }
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

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
