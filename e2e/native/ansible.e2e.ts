// docs/ansible.md, followed command by command, and playbooks that cannot be run: against the VM's own engine without a VM.
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyProcess } from '../../main/util/process-identity.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { runAtTerminal } from '../support/at-terminal.ts';
import { missingLine, readGuide } from '../support/guide.ts';
import { cliProgram } from '../support/instance.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { runProgram } from '../support/run-program.ts';
import { answerDialogs } from '../window/answer-dialogs.ts';
import { goTo } from '../window/pages/navigation.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const root = join(import.meta.dirname, '../..');
const sections = readGuide(await readFile(join(root, 'docs/ansible.md'), 'utf8'));
const reason = whyNoNativeEngine();

/** One task of it fails and is rescued, another one fails. */
const failing = `- name: Harbour
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Rescue
      block: [{ name: Not this, ansible.builtin.fail: { msg: not this } }]
      rescue: [{ ansible.builtin.debug: { msg: rescued } }]
    - name: Moor the boat
      community.docker.docker_container:
        name: gull
        image: slipway/none-such
        pull: never
`;
const slow = `- hosts: localhost
  gather_facts: false
  tasks: [{ name: Drift, ansible.builtin.wait_for: { timeout: 600 } }]
`;

let home: NativeHome;
let place: string;

beforeAll(async () => {
  if (reason !== undefined) return;
  // In the checkout, where its npm scripts are found.
  place = await mkdtemp(join(root, 'build/ansible-'));
  for (const name of ['flask', 'ansible'])
    await cp(join(root, 'examples', name), join(place, name), { recursive: true });
  await mkdir(join(place, 'bin'));
  await writeFile(join(place, 'bin/slipway'), `#!/bin/sh\nexec '${process.execPath}' '${cliProgram}' "$@"\n`);
  await chmod(join(place, 'bin/slipway'), 0o755);
  home = await createNativeHome({ share: place });
});
afterAll(async () => {
  await home?.remove();
  if (place !== undefined) await rm(place, { recursive: true, force: true });
});

const write = async (name: string, text: string) => {
  const file = join(place, 'ansible', name);
  await writeFile(file, text);
  return file;
};

const containersLeft = async () => {
  const { stdout } = await home.instance.docker([
    'ps',
    '--all',
    '--quiet',
    '--filter',
    'label=dev.slipway.ansible',
  ]);
  return stdout;
};

describe.skipIf(reason !== undefined)(`Ansible${reason === undefined ? '' : ` (${reason})`}`, () => {
  it.each(sections)('docs/ansible.md: $title', async ({ steps }) => {
    const env = { ...home.instance.env, PATH: `${join(place, 'bin')}:${process.env.PATH}` };
    for (const { commands, prints } of steps) {
      const run = await runProgram('/bin/sh', ['-euc', commands], { env, cwd: join(place, 'ansible') });
      const { code, stdout, stderr } = run;
      const missing = missingLine(prints, stdout);
      expect({ commands, code, missing, said: missing || code ? `${stdout}${stderr}` : '' }).toEqual({
        ...{ commands, code: 0, missing: undefined, said: '' },
      });
    }
  });

  it('runs its own image, whatever else has that name', async () => {
    const name = 'slipway/ansible:latest';
    const idOf = async (image: string) =>
      (await home.instance.docker(['image', 'inspect', '--format', '{{.Id}}', image])).stdout.trim();
    const file = await write('nothing.yml', '- { hosts: localhost, gather_facts: false }\n');
    const run = () => home.instance.slipway(['ansible', file, '--', '--syntax-check']);
    expect(await run()).toMatchObject({ code: 0 });
    const [own, other] = [await idOf(name), await idOf('slipway/busybox')];
    await home.instance.docker(['tag', 'slipway/busybox', name]);
    // It is still there, by its id.
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('playbook: ') });
    expect(await idOf(name)).toBe(other);
    await home.instance.docker(['rmi', own]);
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('playbook: ') });
    expect(stderr).toContain(`${other.slice('sha256:'.length, 19)} has that name`);
    expect([await idOf(name), await idOf('slipway/busybox')]).toEqual([own, other]);
  });

  it('names the task that failed, where it is written, and why', async () => {
    const file = await write('failing.yml', failing);
    const { code, stderr } = await home.instance.slipway(['ansible', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /slipway: failing\.yml: the task "Moor the boat" of the play "Harbour" failed on localhost: .*slipway\/none-such.*\n {2}try: .*failing\.yml:8\)/,
    );
    expect(stderr).not.toContain('"Not this"');
    expect(await containersLeft()).toBe('');
  });

  it('refuses what is no playbook that it can read, and says where the mistake is', async () => {
    const run = (...words: readonly string[]) => home.instance.slipway(['ansible', ...words]);
    expect(await run(join(place, 'none.yml'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^slipway: The playbook .*none\.yml cannot be read: .*\n {2}try: /),
    });
    const outside = join(home.instance.userHome, 'outside.yml');
    await writeFile(outside, '- hosts: localhost\n');
    expect(await run(outside)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ is not shared with containers\.\n {2}try: `slipway share add /),
    });
    const wrong = await run(await write('wrong.yml', '- hosts: localhost\n  tasks: [\n'));
    expect(wrong.code).toBe(4);
    expect(wrong.stderr).toMatch(/wrong\.yml:[23]:\d/);
    expect(await containersLeft()).toBe('');
  });

  describe('at a terminal', () => {
    /** A run that has begun a task which takes long; `line` is a shell's, with the command in the place of RUN. */
    const begin = async (line: string) => {
      const run = `'${process.execPath}' '${cliProgram}' ansible '${await write('slow.yml', slow)}'`;
      const at = { env: home.instance.env, cwd: join(place, 'ansible') };
      const terminal = runAtTerminal(`echo pid=$$; ${line.replace('RUN', run)}`, at);
      await terminal.until('TASK [Drift]');
      // Ansible names a task before it forks the task's process; interrupted between the two it waits for the task's end.
      await poll(200, abortAfter(60_000), async () => ((await isDrifting()) ? true : undefined));
      return { terminal, pid: Number(/pid=(\d+)/.exec(terminal.shown())?.[1]) };
    };
    const isDrifting = async () =>
      (await home.instance.client(['top', (await containersLeft()).trim()])).stdout.includes('wait_for');
    const isGone = async () => ((await containersLeft()) === '' ? true : undefined);

    it('Ctrl-C ends the playbook and its container, and leaves the terminal as it was', async () => {
      const { terminal } = await begin(
        'before=$(stty -a); RUN; code=$?; [ "$before" = "$(stty -a)" ] && echo as-it-was; exit $code',
      );
      terminal.type('\u0003');
      expect(await terminal.ended).toBe(130);
      expect(terminal.shown()).toMatch(/interrupted[\s\S]*as-it-was/);
      expect(await containersLeft()).toBe('');
    });

    it('goes with its container when the terminal is closed, or when it is told to end', async () => {
      const closed = await begin('exec RUN');
      closed.terminal.close();
      await poll(200, abortAfter(60_000), isGone);
      const told = await begin('exec RUN');
      process.kill(told.pid, 'SIGTERM');
      expect(await told.terminal.ended).toBe(143);
      expect(await containersLeft()).toBe('');
      // Its container goes before it, and whoever has taken it over ends it for good.
      const hasEnded = async () => ((await identifyProcess(closed.pid)) === undefined ? true : undefined);
      await poll(100, abortAfter(30_000), hasEnded);
    });
  });

  describe('in the window', () => {
    let slipway: SlipwayWindow;
    beforeAll(async () => {
      slipway = await openWindow(home.instance);
      await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
      await goTo(slipway.page, 'Ansible');
    });
    afterAll(() => slipway?.quit());

    const press = (name: string) =>
      slipway.page.getByRole('main').getByRole('button', { name, exact: true }).click();
    const run = (title: string) => slipway.page.getByRole('region', { name: title, exact: true });
    const task = (name: string) => slipway.page.getByRole('listitem').filter({ hasText: name });

    it('shows each task as it comes, and why the playbook failed', async () => {
      await slipway.page.getByRole('heading', { name: 'No playbook was run yet' }).waitFor();
      expect(await accessibilityFaults(slipway.page)).toEqual([]);
      await answerDialogs(slipway, await write('failing.yml', failing));
      await press('Run a playbook');
      await run('Failed: failing.yml')
        .getByText(/task “Moor the boat” of the play “Harbour” failed/)
        .waitFor();
      await task('Not this').getByText('failed', { exact: true }).waitFor();
      await task('Moor the boat').getByText('failed', { exact: true }).waitFor();
      expect(await accessibilityFaults(slipway.page)).toEqual([]);
    });

    it('runs it again once it is mended, and ends one that takes long', async () => {
      await write('failing.yml', failing.replace('slipway/none-such', 'slipway/busybox'));
      await press('Run again: Failed: failing.yml');
      await run('Ran failing.yml').waitFor();
      await task('Moor the boat').getByText('changed', { exact: true }).waitFor();
      await home.instance.docker(['rm', '--force', 'gull']);
      await answerDialogs(slipway, await write('slow.yml', slow));
      await press('Run a playbook');
      await task('Drift').getByText('running', { exact: true }).waitFor();
      await press('Cancel: Running slow.yml');
      await run('Cancelled: slow.yml').waitFor();
      expect(await containersLeft()).toBe('');
    });
  });
});
