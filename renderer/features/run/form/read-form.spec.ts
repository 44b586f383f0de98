import { describe, expect, it } from 'vitest';
import { containerOptions } from '../../../../main/contract/engine/container-options.ts';
import { emptyRows, emptyRunForm, type RunForm } from '../../../state/run-form.ts';
import { fillForm } from './fill-form.ts';
import { readForm } from './read-form.ts';
import { mergeVariables, readVariables } from './variables-text.ts';

const form = (change: Partial<RunForm>): RunForm => ({ ...emptyRunForm, image: 'a', ...change });
const options = (change: Partial<RunForm>) => readForm(form(change)).options;
const problems = (change: Partial<RunForm>) => readForm(form(change)).problems;
const port = (change: Partial<RunForm['ports'][number]>) => ({ ports: [{ ...emptyRows.ports, ...change }] });
const mount = (change: Partial<RunForm['mounts'][number]>) => ({
  mounts: [{ ...emptyRows.mounts, ...change }],
});
const network = (...names: readonly string[]) => ({
  networks: names.map((name) => ({ ...emptyRows.networks, name })),
});

it('reads what was written', () => {
  expect(
    readForm(form({ ...port({ host: ' 8080 ', container: '80' }), name: ' web ', memory: '512m' })),
  ).toEqual({
    problems: {},
    options: containerOptions.parse({
      image: 'a',
      name: 'web',
      memoryBytes: 536_870_912,
      ports: [{ host: '8080', container: '80' }],
    }),
  });
});

it('leaves out rows in which nothing was written, and counts on with the others', () => {
  const ports = [emptyRows.ports, { ...emptyRows.ports, host: '1' }];
  expect(options({ ports })).toMatchObject({ ports: [{ host: '1' }] });
  expect(Object.keys(problems({ ports }))).toEqual(['ports.1.container']);
});

describe('what is wrong', () => {
  it.each<readonly [Partial<RunForm>, string]>([
    [{ image: ' ' }, 'image'],
    [{ name: '-web' }, 'name'],
    [{ name: 'a b' }, 'name'],
    [{ command: 'echo "x' }, 'command'],
    [{ command: 'ls | sort' }, 'command'],
    [{ entrypoint: 'sh -c' }, 'entrypoint'],
    [port({ container: 'http' }), 'ports.0.container'],
    [port({ container: '70000' }), 'ports.0.container'],
    [port({ container: '0' }), 'ports.0.container'],
    [port({ host: '8080' }), 'ports.0.container'],
    [port({ host: '9-8', container: '80' }), 'ports.0.host'],
    [port({ host: '8000-8001', container: '80-82' }), 'ports.0.host'],
    [port({ address: 'eth0', container: '80' }), 'ports.0.address'],
    [mount({ source: 'data' }), 'mounts.0.target'],
    [mount({ source: 'data', target: 'data' }), 'mounts.0.target'],
    [mount({ source: './data', target: '/data' }), 'mounts.0.source'],
    [mount({ kind: 'bind', target: '/data' }), 'mounts.0.source'],
    [mount({ kind: 'bind', source: '$PWD', target: '/data' }), 'mounts.0.source'],
    [{ environment: [{ name: '', value: 'x' }] }, 'environment.0.name'],
    [{ environment: [{ name: 'A B', value: 'x' }] }, 'environment.0.name'],
    [{ labels: [{ name: '', value: 'x' }] }, 'labels.0.name'],
    [network('host', 'back'), 'networks.0.name'],
    [network('back', 'back'), 'networks.1.name'],
    [{ networks: [{ ...emptyRows.networks, name: 'a', ipv4: '10.0.0' }] }, 'networks.0.ipv4'],
    [{ networks: [{ ...emptyRows.networks, name: 'a', ipv6: '10.0.0.1' }] }, 'networks.0.ipv6'],
    [{ extraHosts: [{ name: 'db', address: '' }] }, 'extraHosts.0.address'],
    [{ memory: 'lots' }, 'memory'],
    [{ memory: '5m' }, 'memory'],
    [{ cpus: '0' }, 'cpus'],
    [{ cpus: '1,5' }, 'cpus'],
    [{ processes: '1.5' }, 'processes'],
    [{ restart: 'on-failure', retries: 'x' }, 'retries'],
    [{ restart: 'always', removeWhenDone: true }, 'restart'],
  ])('with %j is said at %s', (change, field) => {
    expect(Object.keys(problems(change))).toEqual([field]);
  });

  it.each<Partial<RunForm>>([
    port({ host: '8000-8010', container: '80' }),
    port({ address: '::1', container: '80-81' }),
    mount({ target: '/anonymous' }),
    mount({ kind: 'tmpfs', source: 'left over', target: '/run' }),
    mount({ kind: 'bind', source: 'C:\\work', target: '/work' }),
    network('host'),
    { cpus: '.5', processes: '10', restart: 'on-failure' },
    { entrypoint: "''" },
  ])('is nothing with %j', (change) => {
    expect(problems(change)).toEqual({});
    expect(containerOptions.safeParse(options(change)).success).toBe(true);
  });
});

it('is filled so that it reads as what it was filled with', () => {
  const given = containerOptions.parse({
    image: 'a',
    entrypoint: '',
    command: ['sh', '-c', 'echo "$A"; exit', '', "it's\n"],
    environment: [{ name: 'A', value: 'b=c\nd ' }],
    mounts: [{ kind: 'bind', source: '/a b', target: '/c', readOnly: true, options: 'z' }],
    networks: [{ name: 'back', aliases: ['db', 'primary'], ipv4: '10.0.0.2' }, { name: 'front' }],
    restart: { policy: 'on-failure', retries: 3 },
    memoryBytes: 67_108_865,
    cpus: 0.25,
    processes: 12,
    capAdd: ['NET_ADMIN', 'SYS_TIME'],
    labels: [{ name: ' odd', value: '' }],
  });
  expect(readForm(fillForm(given))).toEqual({ options: given, problems: {} });
});

describe('variables from a file', () => {
  it('are those that docker reads from it, and the rest is told', () => {
    expect(readVariables('\ufeffA=b=c \r\n# remark\n\n  B="quoted"\nHOME\nA B=c\nEMPTY=')).toEqual({
      variables: [
        { name: 'A', value: 'b=c ' },
        { name: 'B', value: '"quoted"' },
        { name: 'EMPTY', value: '' },
      ],
      others: ['HOME', 'A B=c'],
    });
  });

  it('take the place of those of the same name', () => {
    const rows = [
      { name: 'A', value: '1' },
      { name: '', value: '' },
      { name: 'B', value: '2' },
    ];
    const more = [
      { name: 'B', value: '3' },
      { name: 'C', value: '4' },
    ];
    expect(mergeVariables(rows, more).map(({ name, value }) => name + value)).toEqual(['A1', 'B3', 'C4']);
  });
});
