import type {
  ContainerOptions,
  MountOption,
  NetworkOption,
  PortOption,
} from '../../../../main/contract/engine/container-options.ts';
import {
  type FormRows,
  isEmptyRow,
  type MountRow,
  type NetworkRow,
  type PairRow,
  type PortRow,
  type RunForm,
} from '../../../state/run-form.ts';
import { readByteSize } from '../../../text/byte-size.ts';
import type { Read } from '../../../text/read.ts';
import { readWords } from '../line/shell-words.ts';

/** What is wrong, by field: `image`, `memory`, `ports.0.host`. */
export type Problems = Readonly<Record<string, string>>;

/** The least memory that the engine gives, in bytes. */
const leastMemory = 6 * 1024 ** 2;

/** Reads the form: what the engine is asked for as far as it can be read, and what is wrong with the rest. */
export function readForm(form: RunForm): { readonly options: ContainerOptions; readonly problems: Problems } {
  const problems: Record<string, string> = {};
  const blame = (field: string, problem: string) => {
    problems[field] ??= problem;
  };
  const words = (field: 'command' | 'entrypoint') => {
    const read: Read<string[]> = readWords(form[field]);
    if (read.ok) return read.value;
    blame(field, read.problem);
    return [];
  };
  const rows = <Part extends keyof FormRows, Value>(
    part: Part,
    read: (row: FormRows[Part][number], blame: (cell: string, problem: string) => void) => Value,
  ): Value[] =>
    (form[part] as readonly FormRows[Part][number][]).flatMap((row, index) =>
      isEmptyRow(row) ? [] : [read(row, (cell, problem) => blame(`${part}.${index}.${cell}`, problem))],
    );
  const number = (field: 'cpus' | 'processes' | 'retries', pattern: RegExp, problem: string) => {
    const text = form[field].trim();
    if (text === '') return null;
    if (pattern.test(text) && Number(text) > 0) return Number(text);
    blame(field, problem);
    return null;
  };

  if (form.image.trim() === '') blame('image', 'Say which image to run.');
  if (form.name.trim() !== '' && !/^[a-z0-9][a-z0-9_.-]+$/i.test(form.name.trim()))
    blame('name', 'Two or more letters, digits, _ . or -; the first one a letter or a digit.');
  const entrypoint = words('entrypoint');
  if (entrypoint.length > 1) blame('entrypoint', 'One program: its arguments belong into the command.');
  if (form.removeWhenDone && form.restart !== 'no')
    blame('restart', 'What is removed when it ends cannot be restarted.');
  const networks = rows('networks', readNetworkRow);
  form.networks.forEach(({ name }, index) => {
    if (networks.length > 1 && /^(host|none|container:.*)$/.test(name.trim()))
      blame(`networks.${index}.name`, `“${name.trim()}” goes with no other network.`);
    if (name !== '' && form.networks.findIndex((row) => row.name.trim() === name.trim()) < index)
      blame(`networks.${index}.name`, 'It is named twice.');
  });

  const options: ContainerOptions = {
    image: form.image.trim(),
    name: form.name.trim(),
    entrypoint: entrypoint[0] ?? null,
    command: words('command'),
    environment: rows('environment', readVariable),
    ports: rows('ports', readPortRow),
    mounts: rows('mounts', readMountRow),
    networks,
    hostname: form.hostname.trim(),
    extraHosts: rows('extraHosts', ({ name, address }, blameCell) => {
      if (name.trim() === '') blameCell('name', 'Which name?');
      if (address.trim() === '') blameCell('address', 'Which address?');
      return { name: name.trim(), address: address.trim() };
    }),
    restart: {
      policy: form.restart,
      retries:
        form.restart === 'on-failure' ? (number('retries', /^\d+$/, 'A whole number: how often.') ?? 0) : 0,
    },
    memoryBytes: readMemory(form.memory, (problem) => blame('memory', problem)),
    cpus: number('cpus', /^\d*\.?\d+$/, 'A number, such as 1.5.'),
    processes: number('processes', /^\d+$/, 'A whole number: how many.'),
    user: form.user.trim(),
    workingFolder: form.workingFolder.trim(),
    labels: rows('labels', readLabel),
    capAdd: wordsOf(form.capAdd),
    capDrop: wordsOf(form.capDrop),
    tty: form.tty,
    interactive: form.interactive,
    privileged: form.privileged,
    readOnly: form.readOnly,
    init: form.init,
    removeWhenDone: form.removeWhenDone,
  };
  return { options, problems };
}

type Blame = (cell: string, problem: string) => void;

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** A limit of memory. Also for a container that is there already. */
export function readMemory(text: string, blame: (problem: string) => void): number | null {
  if (text.trim() === '') return null;
  const bytes = readByteSize(text);
  if (bytes === null) blame('Write a size: 512m, 1.5g.');
  else if (bytes < leastMemory) blame('It needs at least 6m.');
  return bytes;
}

function readVariable({ name, value }: PairRow, blame: Blame): PairRow {
  if (name.trim() === '') blame('name', 'A variable needs a name.');
  else if (/[\s=]/.test(name.trim())) blame('name', 'A name has neither spaces nor “=”.');
  return { name: name.trim(), value };
}

function readLabel({ name, value }: PairRow, blame: Blame): PairRow {
  if (name.trim() === '') blame('name', 'A label needs a name.');
  else if (name.includes('=')) blame('name', 'A name has no “=”.');
  return { name, value };
}

function readPortRow({ address, host, container, protocol }: PortRow, blame: Blame): PortOption {
  const inside = readRange(container);
  const outside = readRange(host);
  if (container.trim() === '') blame('container', 'Which port of the container?');
  else if (inside === null || inside[0] < 1) blame('container', 'A port from 1 to 65535, or a range: 80-90.');
  if (host.trim() !== '' && outside === null) blame('host', 'A port from 1 to 65535, or a range: 8080-8090.');
  if (inside !== null && outside !== null && lengthOf(inside) > 1 && lengthOf(inside) !== lengthOf(outside))
    blame('host', 'As many ports as of the container.');
  if (address.trim() !== '' && !/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i.test(address.trim()))
    blame('address', 'An address of this machine: 127.0.0.1.');
  return { address: address.trim(), host: host.trim(), container: container.trim(), protocol };
}

function readRange(text: string): readonly [number, number] | null {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
  if (match === null) return null;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return first <= last && last <= 65_535 ? [first, last] : null;
}

function lengthOf([first, last]: readonly [number, number]): number {
  return last - first + 1;
}

function readMountRow({ kind, source, target, readOnly, options }: MountRow, blame: Blame): MountOption {
  const [from, to] = [source.trim(), target.trim()];
  if (to === '') blame('target', 'Where in the container?');
  else if (!to.startsWith('/')) blame('target', 'A path from the root: /data.');
  if (kind === 'bind' && !/^(\/|[a-z]:[\\/])/i.test(from))
    blame(
      'source',
      from === '' ? 'Which folder?' : 'The whole path: nothing is put in for a part of it here.',
    );
  if (kind === 'volume' && from !== '' && !/^[a-z0-9][a-z0-9_.-]+$/i.test(from))
    blame('source', 'A volume’s name: letters, digits, _ . or -.');
  return { kind, source: kind === 'tmpfs' ? '' : from, target: to, readOnly, options: options.trim() };
}

function readNetworkRow({ name, aliases, ipv4, ipv6 }: NetworkRow, blame: Blame): NetworkOption {
  if (name.trim() === '') blame('name', 'Which network?');
  if (ipv4.trim() !== '' && !/^\d{1,3}(\.\d{1,3}){3}$/.test(ipv4.trim()))
    blame('ipv4', 'An address: 10.20.0.5.');
  if (ipv6.trim() !== '' && !/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(ipv6.trim()))
    blame('ipv6', 'An address: fd00::5.');
  return { name: name.trim(), aliases: wordsOf(aliases), ipv4: ipv4.trim(), ipv6: ipv6.trim() };
}
