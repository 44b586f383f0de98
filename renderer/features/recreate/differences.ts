import { type emptyRunForm, isEmptyRow, type RunForm } from '../../state/run-form.ts';
import { writeMount } from '../run/line/mount-words.ts';
import { writeHost, writeNetwork } from '../run/line/network-words.ts';
import { writePort } from '../run/line/port-words.ts';

/** One option that is another one after a change. */
export interface Difference {
  readonly title: string;
  /** What goes; empty when nothing does. */
  readonly before: readonly string[];
  /** What comes. */
  readonly after: readonly string[];
}

/** Each option: what it is called, and what a form has of it. */
const options: readonly (readonly [title: string, texts: (form: RunForm) => readonly string[]])[] = [
  ['Image', ({ image }) => one(image)],
  ['Command', ({ command }) => one(command)],
  ['Entrypoint', ({ entrypoint }) => one(entrypoint)],
  ['Ports', ({ ports }) => written(ports).map(writePort)],
  ['Volumes', ({ mounts }) => written(mounts).map((mount) => writeMount(mount)[1])],
  ['Environment', ({ environment }) => written(environment).map(({ name, value }) => `${name}=${value}`)],
  ['Networks', ({ networks }) => written(networks).map(writeNetwork)],
  ['Host name', ({ hostname }) => one(hostname)],
  ['More host names', ({ extraHosts }) => written(extraHosts).map(writeHost)],
  ['Memory', ({ memory }) => one(memory)],
  ['Processors', ({ cpus }) => one(cpus)],
  ['Processes', ({ processes }) => one(processes)],
  [
    'Start again',
    ({ restart, retries }) => [restart === 'on-failure' && retries ? `${restart}:${retries}` : restart],
  ],
  ['User', ({ user }) => one(user)],
  ['Working folder', ({ workingFolder }) => one(workingFolder)],
  ['Labels', ({ labels }) => written(labels).map(({ name, value }) => `${name}=${value}`)],
  ['Added capabilities', ({ capAdd }) => words(capAdd)],
  ['Dropped capabilities', ({ capDrop }) => words(capDrop)],
  ['With a terminal', ({ tty }) => onOff(tty)],
  ['Keep its input open', ({ interactive }) => onOff(interactive)],
  ['A first process that cleans up', ({ init }) => onOff(init)],
  ['Read-only root file system', ({ readOnly }) => onOff(readOnly)],
  ['Privileged', ({ privileged }) => onOff(privileged)],
  ['Remove when it ends', ({ removeWhenDone }) => onOff(removeWhenDone)],
];

/** What a changed form changes, option by option; of several values only those that go and come. */
export function differences(before: RunForm, after: RunForm): readonly Difference[] {
  return options.flatMap(([title, texts]) => {
    const [old, next] = [texts(before), texts(after)];
    if (JSON.stringify(old) === JSON.stringify(next)) return [];
    const gone = old.filter((text) => !next.includes(text));
    const come = next.filter((text) => !old.includes(text));
    // The same ones in another order.
    const isOrder = gone.length === 0 && come.length === 0;
    return [{ title, before: isOrder ? old : gone, after: isOrder ? next : come }];
  });
}

/** The name of the image stays, and another image has it now. */
export function imageDifference(name: string, before: string, after: string): Difference {
  const short = (id: string) => id.replace(/^sha256:/, '').slice(0, 12);
  return { title: 'Image', before: [`${name} (${short(before)})`], after: [`${name} (${short(after)})`] };
}

/** How many options are compared; for the spec, which holds them against the form. */
export const comparedOptions = options.length;

function one(text: string): readonly string[] {
  return text.trim() === '' ? [] : [text.trim()];
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function onOff(isOn: boolean): readonly string[] {
  return [isOn ? 'on' : 'off'];
}

function written<Row extends object>(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => !isEmptyRow(row));
}

/** Fields of the form that have no line of their own: the name, which stays, and the tries, which go with the policy. */
export const uncompared: readonly (keyof typeof emptyRunForm)[] = ['name', 'retries'];
