import { randomBytes } from 'node:crypto';
import type { OwnImage } from '../engine/own-image.ts';
import { engineSocketInGuest } from '../vm/guest/engine-socket.ts';
import type { PreparedPlaybook } from './prepare.ts';

/** The image in which playbooks run. */
export const ansibleImage: OwnImage = {
  name: 'slipway/ansible:latest',
  archive: (assets) => assets.ansibleImage,
  missing: {
    why: 'playbooks run in it, and it has not been made',
    hint: 'In a checkout run `npm run -s base-images ansible`; elsewhere `slipway docker load --input FILE` with the file that this names.',
  },
  isLarge: true,
};

/** Says of a container that a playbook runs in it. */
export const playbookLabel = 'dev.slipway.ansible';

/** Where clients look for an engine that nobody names: Ansible's modules, the Docker SDK and docker itself. */
const clientsSocket = '/var/run/docker.sock';

/** How a playbook is run. */
export interface ContainerRun extends PreparedPlaybook {
  /** For ansible-playbook, before the playbook. */
  readonly parameters: readonly string[];
  /** Absolute, in the share. */
  readonly folder: string;
  /** `terminal`: a terminal that reads and shows; `colour`: one that shows only. */
  readonly output: 'terminal' | 'colour' | 'plain';
  /** `NAME=value` */
  readonly environment?: readonly string[];
}

/** A name for a container that runs a playbook: unlike any other. */
export function playbookContainer(): string {
  return `slipway-ansible-${randomBytes(4).toString('hex')}`;
}

/**
 * What `docker` is told to run a playbook in a container of this name, which goes when it has ended. It has the engine's socket,
 * for steering the engine is what a playbook is run for; with that it could mount any share by itself, so that it gets the whole
 * of its own: roles and projects beside its folder are found under the paths that they have here.
 */
export function playbookCommand(name: string, run: ContainerRun): readonly string[] {
  const { playbook, image, parameters, folder, output, environment = [] } = run;
  const { file, share } = playbook;
  const mounts = [
    ['type=bind', `source=${share.path}`, `target=${share.path}`, ...(share.readOnly ? ['readonly'] : [])],
    ['type=bind', `source=${engineSocketInGuest}`, `target=${clientsSocket}`],
  ];
  const colour = output === 'plain' ? [] : ['ANSIBLE_FORCE_COLOR=True'];
  return [
    // What is not there is never fetched: a registry's image of that name would be anybody's.
    ...['run', '--pull', 'never', '--rm', '--init', '--name', name, '--label', `${playbookLabel}=${file}`],
    ...(output === 'terminal' ? ['--interactive', '--tty'] : ['--interactive']),
    ...mounts.flatMap((fields) => ['--mount', csv(fields)]),
    ...[...colour, ...environment].flatMap((variable) => ['--env', variable]),
    ...['--workdir', folder, image, ...parameters, file],
  ];
}

/** docker reads a mount as a line of comma-separated values. */
function csv(fields: readonly string[]): string {
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
