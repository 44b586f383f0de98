import { randomBytes } from 'node:crypto';
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { SlipwayError } from '../contract/errors.ts';
import { debugLabel } from './debug-label.ts';
import { plainName } from './plain-name.ts';
import { toolsImage } from './tools-image.ts';

/** How a container beside another is made, and what its shell is to know. */
export interface HelperPlan {
  readonly options: ContainerCreateOptions;
  /** `NAME=value`, for {@link debugScript}. */
  readonly environment: readonly string[];
}

/** Says where one is, goes to the target's files and becomes a shell. */
export const debugScript = `
pid=1
# Where the target shares the numbers of others, the first process is not its own: its group tells which is.
if [ -n "$SLIPWAY_LOOK_FOR" ]; then
  pid=
  for group in /proc/[0-9]*/cgroup; do
    number=\${group#/proc/}; number=\${number%/cgroup}
    if grep -q "$SLIPWAY_LOOK_FOR" "$group" 2>/dev/null && [ "$number" -lt "\${pid:-999999999}" ]; then pid=$number; fi
  done
fi
printf '\\033[2m%s\\033[0m\\n' "$SLIPWAY_GREETING"
if [ -n "$SLIPWAY_FOLDER" ]; then cd "$SLIPWAY_FOLDER"; else ln -sfn "/proc/$pid/root" /target; cd /target/; fi
unset SLIPWAY_LOOK_FOR SLIPWAY_GREETING SLIPWAY_FOLDER
export PS1='debug:\\w # '
exec sh
`;

/** Folders of the helper's own that a volume of the target's would hide. */
const ownFolders = /^\/?$|^\/(?:(?:usr\/)?s?bin|target|proc|dev|sys)(?:\/|$)/;

/** What a helper beside this container is made of. Throws `not-running` for one that has nothing to be looked at. */
export function planHelper(target: ContainerInspectInfo): HelperPlan {
  const { State: state, HostConfig: config } = target;
  const name = plainName(target.Name);
  const folders = target.Mounts.map(({ Destination }) => Destination);
  const hasVolumes = folders.length > 0 && !folders.some((folder) => ownFolders.test(folder));
  const volumes = hasVolumes ? { VolumesFrom: [target.Id] } : {};
  if (state.Running && !state.Restarting) {
    return {
      options: optionsOf(target, name, {
        PidMode: `container:${target.Id}`,
        NetworkMode: `container:${target.Id}`,
        ...ipcOf(target),
        ...volumes,
        // To follow /proc/1/root, whoever the target's processes run as.
        CapAdd: ['SYS_PTRACE'],
      }),
      environment: [
        greeting(name, 'Its processes and its network are here; its files are in /target.'),
        ...(config.PidMode ? [`SLIPWAY_LOOK_FOR=${target.Id}`] : []),
      ],
    };
  }
  const [folder] = folders;
  if (!hasVolumes || folder === undefined) {
    throw new SlipwayError({
      code: 'not-running',
      message: `Could not open a debug shell: ${name} does not run, and has no volumes to look at.`,
      hint: 'Start it first.',
    });
  }
  return {
    options: optionsOf(target, name, { NetworkMode: 'none', ...volumes }),
    environment: [
      greeting(name, `It does not run: its volumes alone are here, at ${folders.join(', ')}.`),
      `SLIPWAY_FOLDER=${folder}`,
    ],
  };
}

/** It runs nothing but what reads from us: it ends with our connection, however that ends, and is removed then. */
function optionsOf(
  target: ContainerInspectInfo,
  name: string,
  HostConfig: NonNullable<ContainerCreateOptions['HostConfig']>,
): ContainerCreateOptions {
  return {
    name: `${name.slice(0, 200)}-debug-${randomBytes(3).toString('hex')}`,
    Image: toolsImage,
    Cmd: ['cat'],
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: false,
    AttachStderr: false,
    Labels: { [debugLabel]: target.Id },
    HostConfig: { AutoRemove: true, ...HostConfig },
  };
}

/** Paths are anybody's: what could move the cursor is not passed on. */
function greeting(name: string, where: string): string {
  const text = `Beside ${name}, with the tools of slipway/busybox. ${where}`;
  return `SLIPWAY_GREETING=${text.replace(/\p{Cc}/gu, '?')}`;
}

/** A private one cannot be shared; what is the host's or another's is taken from there. */
function ipcOf({ Id, HostConfig: { IpcMode = '' } }: ContainerInspectInfo): { readonly IpcMode?: string } {
  if (IpcMode === 'shareable') return { IpcMode: `container:${Id}` };
  return IpcMode === 'host' || IpcMode.startsWith('container:') ? { IpcMode } : {};
}
