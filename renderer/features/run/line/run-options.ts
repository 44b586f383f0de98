import {
  emptyRunForm,
  type FormRows,
  type FormSwitches,
  type FormTexts,
  isEmptyRow,
  type RunForm,
} from '../../../state/run-form.ts';
import { commandLine } from '../../../text/command-line.ts';
import { readMount, readTmpfs, readVolume, writeMount } from './mount-words.ts';
import { readHost, readNetwork, writeHost, writeNetwork } from './network-words.ts';
import { readPort, writePort } from './port-words.ts';
import { readWords } from './shell-words.ts';

/** An option of `docker run` for which the form has a place. */
export interface RunOption {
  /** As it is written into a line. */
  readonly flag: string;
  /** Other ways to write it. */
  readonly others: readonly string[];
  readonly isSwitch: boolean;
  /** It is about the one network of the line, which may come after it. */
  readonly isOfNetwork: boolean;
  /** The form with the value in its place; null for a value that has none. */
  readonly put: (form: RunForm, value: string) => RunForm | null;
  /** The words that the form has for it: the flag and a value each time. */
  readonly words: (form: RunForm) => readonly string[];
}

/** Stands in a line for an image that is not chosen yet: no image can be called so. */
export const noImage = 'IMAGE';

interface Place {
  readonly isSwitch?: boolean;
  readonly isOfNetwork?: boolean;
  readonly put: RunOption['put'];
  /** The values of it, or the words where other options share them. */
  readonly get?: (form: RunForm) => readonly string[];
  readonly words?: RunOption['words'];
}

/** Every option that the form knows, in the order in which a line has them. */
export const runOptions: readonly RunOption[] = [
  option('--rm', [], turned('removeWhenDone')),
  option('-i', ['--interactive'], turned('interactive')),
  option('-t', ['--tty'], turned('tty')),
  option('--name', [], text('name')),
  option('-p', ['--publish'], rows('ports', readPort, writePort)),
  // One order for all mounts, whatever each is written as.
  option('-v', ['--volume'], { ...rows('mounts', readVolume), words: mountWords }),
  option('--mount', [], rows('mounts', readMount)),
  option('--tmpfs', [], rows('mounts', readTmpfs)),
  option('-e', ['--env'], rows('environment', readVariable, writePair)),
  option('--network', ['--net'], rows('networks', readNetwork, writeNetwork)),
  option('--network-alias', ['--net-alias'], {
    isOfNetwork: true,
    put: onFirstNetwork((network, alias) => ({ aliases: `${network.aliases} ${alias}`.trim() })),
  }),
  option('--ip', [], { isOfNetwork: true, put: onFirstNetwork((_, ipv4) => ({ ipv4 })) }),
  option('--ip6', [], { isOfNetwork: true, put: onFirstNetwork((_, ipv6) => ({ ipv6 })) }),
  option('--hostname', ['-h'], text('hostname')),
  option('--add-host', [], rows('extraHosts', readHost, writeHost)),
  option('--restart', [], { put: putRestart, get: getRestart }),
  option('--memory', ['-m'], text('memory')),
  option('--cpus', [], text('cpus')),
  option('--pids-limit', [], text('processes')),
  option('--user', ['-u'], text('user')),
  option('--workdir', ['-w'], text('workingFolder')),
  option('--entrypoint', [], {
    put: (form, value) => ({ ...form, entrypoint: commandLine([value]) }),
    get: ({ entrypoint }) => (entrypoint.trim() === '' ? [] : [firstWord(entrypoint)]),
  }),
  option('--init', [], turned('init')),
  option('--read-only', [], turned('readOnly')),
  option('--privileged', [], turned('privileged')),
  option('--cap-add', [], words('capAdd')),
  option('--cap-drop', [], words('capDrop')),
  option('-l', ['--label'], rows('labels', readLabel, writePair)),
];

function option(flag: string, others: readonly string[], place: Place): RunOption {
  const { isSwitch = false, isOfNetwork = false, put, get = () => [] } = place;
  const words = (form: RunForm) => get(form).flatMap((value) => (isSwitch ? [flag] : [flag, value]));
  return { flag, others, isSwitch, isOfNetwork, put, words: place.words ?? words };
}

/** A field of one line: the last one counts. */
function text(field: keyof FormTexts): Place {
  return {
    put: (form, value) => ({ ...form, [field]: value }),
    get: (form) => (form[field].trim() === '' ? [] : [form[field].trim()]),
  };
}

/** A field of words, one of them each time. */
function words(field: 'capAdd' | 'capDrop'): Place {
  return {
    put: (form, value) => ({ ...form, [field]: `${form[field]} ${value}`.trim() }),
    get: (form) => form[field].split(/[\s,]+/).filter(Boolean),
  };
}

/** Something that is on or off. Off where it was off is written by leaving it out. */
function turned(field: keyof FormSwitches): Place {
  return {
    isSwitch: true,
    put: (form, value) => ({ ...form, [field]: value === 'true' }),
    get: (form) => (form[field] ? ['true'] : []),
  };
}

/** A row each time; without `write` it is another option that writes them. */
function rows<Part extends keyof FormRows>(
  part: Part,
  read: (value: string) => FormRows[Part][number] | null,
  write?: (row: FormRows[Part][number]) => string,
): Place {
  return {
    put: (form, value) => {
      const row = read(value);
      return row === null ? null : { ...form, [part]: [...form[part], row] };
    },
    get: (form) => (write === undefined ? [] : written<FormRows[Part][number]>(form[part]).map(write)),
  };
}

function written<Row extends object>(all: readonly Row[]): readonly Row[] {
  return all.filter((row) => !isEmptyRow(row));
}

function mountWords({ mounts }: RunForm): readonly string[] {
  return written(mounts).flatMap((row) => writeMount(row));
}

/** Only with a value: without one docker takes that of its caller's own environment, which a form does not have. */
function readVariable(value: string): FormRows['environment'][number] | null {
  return value.includes('=') ? readLabel(value) : null;
}

function readLabel(value: string): FormRows['labels'][number] | null {
  const [name = '', ...rest] = value.split('=');
  return name === '' ? null : { name, value: rest.join('=') };
}

function writePair({ name, value }: FormRows['labels'][number]): string {
  return `${name}=${value}`;
}

type Network = FormRows['networks'][number];

/** What docker puts to the one network of a line. */
function onFirstNetwork(change: (network: Network, value: string) => Partial<Network>): RunOption['put'] {
  return (form, value) => {
    const [first, ...others] = form.networks;
    return first === undefined
      ? null
      : { ...form, networks: [{ ...first, ...change(first, value) }, ...others] };
  };
}

const policies: readonly string[] = ['no', 'always', 'unless-stopped', 'on-failure'];

function putRestart(form: RunForm, value: string): RunForm | null {
  const [policy = '', retries = '', ...more] = value.split(':');
  if (!policies.includes(policy) || more.length > 0 || !/^\d*$/.test(retries)) return null;
  return { ...form, restart: policy as RunForm['restart'], retries };
}

function getRestart({ restart, retries }: RunForm): readonly string[] {
  if (restart === emptyRunForm.restart) return [];
  return [restart === 'on-failure' && retries.trim() !== '' ? `${restart}:${retries.trim()}` : restart];
}

function firstWord(line: string): string {
  const read = readWords(line);
  return read.ok ? (read.value[0] ?? '') : line.trim();
}
