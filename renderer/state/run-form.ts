import type {
  ContainerOptions,
  MountOption,
  PortOption,
} from '../../main/contract/engine/container-options.ts';

/** A row of the published ports. */
export interface PortRow {
  readonly address: string;
  readonly host: string;
  readonly container: string;
  readonly protocol: PortOption['protocol'];
}

/** A row of what is mounted. */
export interface MountRow {
  readonly kind: MountOption['kind'];
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** More, as docker writes it: `z,nocopy`. */
  readonly options: string;
}

/** A row of the variables or labels. */
export interface PairRow {
  readonly name: string;
  readonly value: string;
}

/** A row of the networks. */
export interface NetworkRow {
  readonly name: string;
  /** Words. */
  readonly aliases: string;
  readonly ipv4: string;
  readonly ipv6: string;
}

/** A row of the names in the hosts file. */
export interface HostRow {
  readonly name: string;
  readonly address: string;
}

/** Rows by the part of the form that they belong to. */
export interface FormRows {
  readonly environment: readonly PairRow[];
  readonly ports: readonly PortRow[];
  readonly mounts: readonly MountRow[];
  readonly networks: readonly NetworkRow[];
  readonly extraHosts: readonly HostRow[];
  readonly labels: readonly PairRow[];
}

/** Fields of one line, as they were written. */
export interface FormTexts {
  readonly image: string;
  readonly name: string;
  /** Words, quoted as for a shell. */
  readonly command: string;
  /** One word, quoted as for a shell. */
  readonly entrypoint: string;
  readonly user: string;
  readonly workingFolder: string;
  readonly hostname: string;
  readonly memory: string;
  readonly cpus: string;
  readonly processes: string;
  /** Tries of the policy `on-failure`; empty: without end. */
  readonly retries: string;
  /** Words. */
  readonly capAdd: string;
  readonly capDrop: string;
}

/** What is on or off. */
export interface FormSwitches {
  readonly tty: boolean;
  readonly interactive: boolean;
  readonly privileged: boolean;
  readonly readOnly: boolean;
  readonly init: boolean;
  readonly removeWhenDone: boolean;
}

/** What the form for a container holds, as it was written. */
export interface RunForm extends FormRows, FormTexts, FormSwitches {
  readonly restart: ContainerOptions['restart']['policy'];
}

/** A form in which nothing was written yet. */
export const emptyRunForm: RunForm = {
  image: '',
  name: '',
  command: '',
  entrypoint: '',
  user: '',
  workingFolder: '',
  hostname: '',
  memory: '',
  cpus: '',
  processes: '',
  restart: 'no',
  retries: '',
  capAdd: '',
  capDrop: '',
  environment: [],
  ports: [],
  mounts: [],
  networks: [],
  extraHosts: [],
  labels: [],
  tty: false,
  interactive: false,
  privileged: false,
  readOnly: false,
  init: false,
  removeWhenDone: false,
};

/** Rows in which nothing was written yet: what a new one begins with. */
export const emptyRows: { readonly [Part in keyof FormRows]: FormRows[Part][number] } = {
  environment: { name: '', value: '' },
  ports: { address: '', host: '', container: '', protocol: 'tcp' },
  mounts: { kind: 'volume', source: '', target: '', readOnly: false, options: '' },
  networks: { name: '', aliases: '', ipv4: '', ipv6: '' },
  extraHosts: { name: '', address: '' },
  labels: { name: '', value: '' },
};

/** Whether nothing was written into a row: only texts count. */
export function isEmptyRow(row: object): boolean {
  const { kind: _, protocol: __, readOnly: ___, ...texts } = row as Partial<MountRow & PortRow>;
  return Object.values(texts).every((text) => text === '');
}
