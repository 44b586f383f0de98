import type { ContainerOptions } from '../../../../main/contract/engine/container-options.ts';
import type { RunForm } from '../../../state/run-form.ts';
import { writeByteSize } from '../../../text/byte-size.ts';
import { commandLine } from '../../../text/command-line.ts';

/** The form that reads as these options. */
export function fillForm(options: ContainerOptions): RunForm {
  const { entrypoint, command, memoryBytes, cpus, processes, restart, networks, capAdd, capDrop, ...same } =
    options;
  return {
    ...same,
    entrypoint: entrypoint === null ? '' : commandLine([entrypoint]),
    command: commandLine(command),
    memory: memoryBytes === null ? '' : writeByteSize(memoryBytes),
    cpus: cpus === null ? '' : String(cpus),
    processes: processes === null ? '' : String(processes),
    restart: restart.policy,
    retries: restart.retries === 0 ? '' : String(restart.retries),
    networks: networks.map((network) => ({ ...network, aliases: network.aliases.join(' ') })),
    capAdd: capAdd.join(' '),
    capDrop: capDrop.join(' '),
  };
}
