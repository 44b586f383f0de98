import type { ServiceOptions } from '../../../main/contract/engine/services.ts';
import {
  longestServiceName,
  mostReplicas,
  swarmNamePattern,
} from '../../../main/contract/engine/swarm-limits.ts';
import type { Read } from '../../text/read.ts';

/** A row of the ports that a service publishes. */
export interface ServicePortRow {
  readonly published: string;
  readonly target: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly mode: 'ingress' | 'host';
}

/** A row of the variables. */
export interface VariableRow {
  readonly name: string;
  readonly value: string;
}

/** What the form for a new service holds, as it was written. */
export interface ServiceForm {
  readonly name: string;
  readonly image: string;
  readonly replicas: string;
  readonly isGlobal: boolean;
  /** Words, quoted as for a shell. */
  readonly command: string;
  readonly ports: readonly ServicePortRow[];
  readonly environment: readonly VariableRow[];
  /** Words. */
  readonly networks: string;
  readonly secrets: string;
  readonly configs: string;
  /** One a line. */
  readonly constraints: string;
  readonly sharesLogIn: boolean;
}

/** A form in which nothing was written yet. */
export const emptyServiceForm: ServiceForm = {
  name: '',
  image: '',
  replicas: '1',
  isGlobal: false,
  command: '',
  ports: [],
  environment: [],
  networks: '',
  secrets: '',
  configs: '',
  constraints: '',
  sharesLogIn: false,
};

/** Rows in which nothing was written yet. */
export const emptyPortRow: ServicePortRow = { published: '', target: '', protocol: 'tcp', mode: 'ingress' };
/** As {@link emptyPortRow}, of a variable. */
export const emptyVariableRow: VariableRow = { name: '', value: '' };

/** What is wrong, by field: `image`, `ports.0.target`. */
export type ServiceProblems = Readonly<Record<string, string>>;

/** Reads the form: what the engine is asked for as far as it can be read, and what is wrong with the rest. */
export function readServiceForm(
  form: ServiceForm,
  readCommand: (text: string) => Read<string[]>,
): { readonly options: ServiceOptions; readonly problems: ServiceProblems } {
  const problems: Record<string, string> = {};
  const blame = (field: string, problem: string | undefined) => {
    if (problem !== undefined) problems[field] ??= problem;
  };
  const command = readCommand(form.command);
  const replicas = readReplicas(form.replicas);
  blame('name', nameProblem(form.name.trim(), longestServiceName));
  if (form.image.trim() === '') blame('image', 'Say which image to run.');
  if (!form.isGlobal && replicas === null) blame('replicas', `A whole number from 0 to ${mostReplicas}.`);
  if (!command.ok) blame('command', command.problem);
  const ports = form.ports.flatMap(({ published, target, protocol, mode }, index) => {
    if (published.trim() === '' && target.trim() === '') return [];
    const [outside, inside] = [readPort(published), readPort(target)];
    if (inside === null) blame(`ports.${index}.target`, 'A port from 1 to 65535.');
    if (published.trim() !== '' && outside === null)
      blame(`ports.${index}.published`, 'A port from 1 to 65535.');
    return { published: outside, target: inside ?? 1, protocol, mode };
  });
  const environment = form.environment.flatMap(({ name, value }, index) => {
    if (name.trim() === '' && value === '') return [];
    if (name.trim() === '') blame(`environment.${index}.name`, 'A variable needs a name.');
    else if (/[\s=]/.test(name.trim()))
      blame(`environment.${index}.name`, 'A name has neither spaces nor “=”.');
    return { name: name.trim(), value };
  });
  const constraints = form.constraints.split('\n').map((line) => line.trim());
  const wrong = constraints.find((line) => line !== '' && !/^\S+\s*[=!]=\s*\S/.test(line));
  if (wrong !== undefined) blame('constraints', `“${wrong}” is none: write node.role==worker.`);
  return {
    options: {
      name: form.name.trim(),
      image: form.image.trim(),
      replicas: form.isGlobal ? null : (replicas ?? 1),
      command: command.ok ? command.value : [],
      environment,
      ports,
      networks: wordsOf(form.networks),
      secrets: wordsOf(form.secrets),
      configs: wordsOf(form.configs),
      constraints: constraints.filter((line) => line !== ''),
      sharesLogIn: form.sharesLogIn,
    },
    problems,
  };
}

/** What is wrong with the name of a service, stack, secret or config; undefined for nothing. */
export function nameProblem(name: string, longest: number): string | undefined {
  if (name === '') return 'It needs a name.';
  if (name.length > longest) return `At most ${longest} characters.`;
  if (swarmNamePattern.test(name)) return undefined;
  return 'Letters, digits, dots, dashes and underscores; a letter or digit first and last.';
}

/** A number of tasks; null for what is none. */
export function readReplicas(text: string): number | null {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number <= mostReplicas ? number : null;
}

/** A name for the stack of a Compose file: of its folder, as Compose would call the project, unless the file says more. */
export function stackNameOf(path: string): string {
  const parts = path.split(/[/\\]/).filter(Boolean);
  const file = (parts.at(-1) ?? '').replace(/\.ya?ml$/i, '');
  const named = /^(docker-)?compose$/i.test(file) ? (parts.at(-2) ?? '') : file;
  return named
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, longestServiceName);
}

function readPort(text: string): number | null {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= 65_535 ? number : null;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
