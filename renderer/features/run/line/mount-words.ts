import { emptyRows, type MountRow } from '../../../state/run-form.ts';
import { readAssignments, writeFields } from './comma-values.ts';

/** A path on the host, as distinct from a volume's name; a Windows one begins with a letter and a colon. */
const folder = /^(?:[/~.\\]|[a-z]:[\\/])/i;

/** A mount as `docker run -v` takes it: `data:/data`, `/home/me/site:/site:ro`, `/anonymous`. */
export function readVolume(text: string): MountRow | null {
  const drive = /^[a-z]:[\\/]/i.exec(text)?.[0] ?? '';
  const [first = '', second, third, ...more] = text.slice(drive.length).split(':');
  const source = second === undefined ? '' : drive + first;
  const target = second ?? drive + first;
  if (target === '' || more.length > 0 || (second !== undefined && source === '')) return null;
  return {
    ...emptyRows.mounts,
    kind: folder.test(source) ? 'bind' : 'volume',
    source,
    target,
    ...readModes(third),
  };
}

/** A mount as `docker run --tmpfs` takes it: `/run`, `/run:size=64m`. */
export function readTmpfs(text: string): MountRow | null {
  const [target = '', options] = text.split(':');
  return target === '' ? null : { ...emptyRows.mounts, kind: 'tmpfs', target, ...readModes(options) };
}

function readModes(text = ''): Pick<MountRow, 'readOnly' | 'options'> {
  const modes = text.split(',').filter((mode) => mode !== '' && mode !== 'rw');
  return { readOnly: modes.includes('ro'), options: modes.filter((mode) => mode !== 'ro').join(',') };
}

/** What `--mount` calls what the short form writes behind the path. */
const modeOf: Readonly<Record<string, (value: string) => string>> = {
  'bind-propagation': (value) => value,
  'tmpfs-size': (value) => `size=${value}`,
  'tmpfs-mode': (value) => `mode=${value}`,
};

/** A mount as `docker run --mount` takes it. Null for what the form has no room for. */
export function readMount(text: string): MountRow | null {
  let row: MountRow = emptyRows.mounts;
  const modes: string[] = [];
  for (const { name, value } of readAssignments(text) ?? [{ name: '', value: undefined }]) {
    const isOn = value === undefined || /^(1|t|true)$/i.test(value);
    const mode = modeOf[name];
    if (name === 'type' && (value === 'volume' || value === 'bind' || value === 'tmpfs'))
      row = { ...row, kind: value };
    else if ((name === 'source' || name === 'src') && value !== undefined) row = { ...row, source: value };
    else if ((name === 'target' || name === 'dst' || name === 'destination') && value !== undefined)
      row = { ...row, target: value };
    else if (name === 'readonly' || name === 'ro') row = { ...row, readOnly: isOn };
    else if (name === 'volume-nocopy') modes.push(...(isOn ? ['nocopy'] : []));
    else if (mode !== undefined && value !== undefined) modes.push(mode(value));
    else return null;
  }
  return row.target === '' ? null : { ...row, options: modes.join(',') };
}

/** The option for a mount and its value, as they are read back. */
export function writeMount(row: MountRow): readonly [option: '-v' | '--tmpfs' | '--mount', value: string] {
  const { kind, source, target, readOnly, options } = row;
  const modes = [...(readOnly ? ['ro'] : []), ...(options === '' ? [] : [options])].join(',');
  const short = [...(source === '' ? [] : [source]), target, ...(modes === '' ? [] : [modes])].join(':');
  if (kind === 'tmpfs') return ['--tmpfs', short];
  const back = readVolume(short);
  if (back !== null && isSame(back, row)) return ['-v', short];
  const fields = [
    `type=${kind}`,
    ...(source === '' ? [] : [`source=${source}`]),
    `target=${target}`,
    ...(readOnly ? ['readonly'] : []),
    ...options
      .split(',')
      .filter(Boolean)
      .map((mode) => (mode === 'nocopy' ? 'volume-nocopy' : `bind-propagation=${mode}`)),
  ];
  return ['--mount', writeFields(fields)];
}

function isSame(a: MountRow, b: MountRow): boolean {
  return (Object.keys(a) as (keyof MountRow)[]).every((key) => a[key] === b[key]);
}
