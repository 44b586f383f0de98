import type { HostConfig } from 'dockerode';
import type { MountOption } from '../../contract/engine/container-options.ts';
import { type ImageConfig, type Inspected, isAnonymous, without } from './inspected.ts';

/** Where the engine keeps what is mounted. */
export interface RawMounts {
  readonly Binds: readonly string[];
  readonly Mounts: readonly RawMount[];
  readonly Tmpfs: Readonly<Record<string, string>>;
  readonly Volumes: Readonly<Record<string, object>>;
}

/** One of `HostConfig.Mounts`. */
export interface RawMount {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
}

/** Something mounted, as the form has it, and as the engine had it: all that the form does not show is in there. */
export interface ChosenMount {
  readonly option: MountOption;
  readonly raw: Partial<RawMounts>;
}

/** What was mounted by choice, and not because the image asks for it. */
export function chosenMounts({ Config, HostConfig }: Inspected, image: ImageConfig): readonly ChosenMount[] {
  const host = HostConfig as HostConfig & { Mounts?: readonly RawMount[] };
  return [
    ...(host.Binds ?? []).map((bind) => ({ option: readBind(bind), raw: { Binds: [bind] } })),
    ...(host.Mounts ?? []).map((mount) => ({ option: readMount(mount), raw: { Mounts: [mount] } })),
    ...Object.entries(host.Tmpfs ?? {}).map(([target, options]) => ({
      option: { kind: 'tmpfs' as const, source: '', target, ...modesOf(options) },
      raw: { Tmpfs: { [target]: options } },
    })),
    ...Object.keys(without(Config.Volumes, image.Volumes)).map((target) => ({
      option: { kind: 'volume' as const, source: '', target, readOnly: false, options: '' },
      raw: { Volumes: { [target]: {} } },
    })),
  ].filter(({ option: { kind, source, target } }) => {
    const isOfImage = kind === 'volume' && source === '' && target in (image.Volumes ?? {});
    return !isOfImage;
  });
}

function readBind(bind: string): MountOption {
  const [source = '', target = '', modes] = bind.split(':');
  return { kind: source.startsWith('/') ? 'bind' : 'volume', source, target, ...modesOf(modes) };
}

function readMount({ Type, Source = '', Target, ReadOnly = false }: RawMount): MountOption {
  const kind = Type === 'bind' || Type === 'tmpfs' ? Type : 'volume';
  // A volume without a name that was taken over from the container before.
  const source = isAnonymous(Source) ? '' : Source;
  return { kind, source, target: Target, readOnly: ReadOnly, options: '' };
}

function modesOf(text = ''): Pick<MountOption, 'readOnly' | 'options'> {
  const modes = text.split(',').filter((mode) => mode !== '' && mode !== 'rw');
  return { readOnly: modes.includes('ro'), options: modes.filter((mode) => mode !== 'ro').join(',') };
}
