// The form for a new container, and the line that does the same, against a real engine.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { cliProgram, type Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { runProgram } from '../support/run-program.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
const image = 'slipway/busybox';
const value = 'it\'s "quoted" $HOME\nand has two lines';
let slipway: SlipwayWindow;

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  slipway = await openWindow(instance);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  for (const network of ['form-front', 'form-back']) {
    const made = await instance.client(['network', 'create', network]);
    expect(made, made.stderr).toMatchObject({ code: 0 });
  }
  await slipway.containers.open();
});
afterAll(async () => {
  await slipway?.quit();
  await instance.client(['rm', '--force', 'form-line', 'form-line-too', 'form-file']);
  await instance.client(['network', 'rm', 'form-front', 'form-back']);
  await home?.remove();
});

/** The parts of a container by which it is the same as another one. */
async function inspect(name: string) {
  const { stdout, stderr } = await instance.client(['inspect', name]);
  expect(stderr).toBe('');
  const [{ Config, HostConfig, NetworkSettings }] = JSON.parse(stdout);
  const { Env, Cmd, Labels, Tty, OpenStdin, User, WorkingDir, Hostname } = Config;
  const { Binds, Tmpfs, PortBindings, RestartPolicy, Memory, NanoCpus, PidsLimit, Init } = HostConfig;
  const { CapAdd, ExtraHosts, ReadonlyRootfs } = HostConfig;
  const networks = Object.entries(NetworkSettings.Networks as Record<string, { Aliases: string[] | null }>);
  return {
    ...{ Env, Cmd, Labels, Tty, OpenStdin, User, WorkingDir, Hostname },
    ...{ Binds, Tmpfs, PortBindings, RestartPolicy, Memory, NanoCpus, PidsLimit, Init },
    ...{ CapAdd, ExtraHosts, ReadonlyRootfs },
    networks: networks.map(([network, { Aliases }]) => [network, Aliases]),
  };
}

/** What the engine is to make of the line, but for its name. */
const options = [
  ...[
    '-it',
    '--hostname',
    'inner',
    '-p',
    '127.0.0.1:0:80',
    '-p',
    '7000-7001:7000-7001/udp',
    '-e',
    `TEXT=${value}`,
  ],
  ...['-v', 'form-volume:/data:ro', '--tmpfs', '/run:size=1m', '--network', 'name=form-front,alias=web'],
  ...['--network', 'form-back', '--add-host', 'db:10.0.0.5', '--restart', 'on-failure:3', '-m', '64m'],
  ...['--cpus', '0.5', '--pids-limit', '50', '-u', '0:0', '-w', '/tmp', '-l', 'rule=Host(`a`)'],
  ...['--cap-add', 'NET_ADMIN', '--init', '--read-only', image, 'sh', '-c', 'echo "$TEXT"; sleep 600'],
];
const quoted = options.map((word) => `'${word.replaceAll("'", "'\\''")}'`);

it('makes of a pasted line the same container as docker does', async () => {
  const byDocker = await instance.client(['create', '--name', 'form-line', ...options]);
  expect(byDocker, byDocker.stderr).toMatchObject({ code: 0 });
  await slipway.run.open();
  // As web pages have it: over several lines, with a prompt.
  await slipway.run.line.fill(`$ docker run --name form-line-too \\\n  ${quoted.join(' \\\n  ')}`);
  expect(await slipway.run.field('Name').inputValue()).toBe('form-line-too');
  await slipway.run.submit();
  await slipway.containers.row('form-line-too').filter({ hasText: 'Up' }).waitFor();
  expect(await inspect('form-line-too')).toEqual(await inspect('form-line'));
  const { stdout } = await instance.client(['exec', 'form-line-too', 'sh', '-c', 'echo "$TEXT"']);
  expect(stdout).toBe(`${value}\n`);
});

it('says the line that docker takes for the same form', async () => {
  await slipway.run.open();
  await slipway.run.line.fill(`docker run --name form-line-too ${quoted.join(' ')}`);
  await slipway.run.line.blur();
  const line = await slipway.run.line.inputValue();
  await slipway.run.discard();
  await instance.client(['rm', '--force', 'form-line-too']);
  // A real shell reads it: what is quoted wrongly would be another container.
  const command = line.replace(/^docker run -dit/, `${process.execPath} ${cliProgram} docker create -it`);
  const made = await runProgram('bash', ['-c', command], { env: instance.env });
  expect(made, made.stderr).toMatchObject({ code: 0 });
  expect(await inspect('form-line-too')).toEqual(await inspect('form-line'));
});

it('takes variables from a file, and tells what it does not take over', async () => {
  const file = join(instance.userHome, 'form.env');
  await writeFile(file, '# settings\nONE=1\nTWO="as it is"\nHOME\n');
  await slipway.run.open();
  await slipway.run.line.fill(`docker run --gpus all --env-file form.env --name form-file ${image} | cat`);
  const told = slipway.run.dialog.getByRole('status').filter({ hasText: 'Not taken over' });
  for (const text of ['--gpus all', '--env-file form.env', '| cat']) await told.getByText(text).waitFor();
  await slipway.run.choose('Environment');
  await slipway.run.dialog.locator('input[type=file]').setInputFiles(file);
  await slipway.run.dialog.getByText('2 variables from form.env. These lines are none: HOME').waitFor();
  expect(await slipway.run.line.inputValue()).toContain('-e \'TWO="as it is"\'');
  for (const tab of ['Ports', 'Volumes', 'Environment', 'Network', 'Limits', 'Labels', 'More']) {
    await slipway.run.choose(tab);
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
  }
  await slipway.run.submit('Create');
  await slipway.page.getByRole('heading', { name: 'form-file', level: 1 }).waitFor();
  const { stdout } = await instance.client([
    'inspect',
    '--format',
    '{{json .Config.Env}} {{.State.Status}}',
    'form-file',
  ]);
  expect(stdout.trim()).toMatch(/^\["ONE=1","TWO=\\"as it is\\"",.*\] created$/);
});

it('loses nothing by what cannot be read, and says when an image is not here', async () => {
  await slipway.containers.open();
  await slipway.run.open();
  await slipway.run.fill({ Image: '127.0.0.1:5999/no/such-image:1', Name: 'kept' });
  await slipway.run.dialog.getByText('It is not here yet').waitFor();
  await slipway.run.line.fill('docker run -e "A=b');
  await slipway.run.dialog.getByText('A " is not closed.').waitFor();
  expect(await slipway.run.field('Image').inputValue()).toBe('127.0.0.1:5999/no/such-image:1');
  await slipway.run.submit();
  await slipway.run.dialog.getByText('127.0.0.1:5999 cannot be reached').waitFor();
  expect(await slipway.run.field('Name').inputValue()).toBe('kept');
  expect(await slipway.run.line.inputValue()).toBe('docker run -e "A=b');
  await slipway.page.keyboard.press('Escape');
  await slipway.page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
  await slipway.run.dialog.waitFor({ state: 'detached' });
});

it('has heard no complaint from the page', () => {
  expect(slipway.complaints).toEqual([]);
});
