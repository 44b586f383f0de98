// Compose projects in the window, by the bundled `docker compose`: against the VM's own engine without a VM.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { outOfReach } from '../support/out-of-reach.ts';
import { answerDialogs } from '../window/answer-dialogs.ts';
import { addProject, writeProject } from '../window/compose-project.ts';
import { ComposePage } from '../window/pages/compose-page.ts';
import { LogsPage } from '../window/pages/logs-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const why = whyNoNativeEngine();
/** Lines end as on Windows: they are to stay so. */
const quay = `# The quay
services:
  web:
    image: slipway/busybox
    command: sh -c 'echo moored $\${NAME}; exec tail -f /dev/null'
    init: true
    environment:
      NAME: \${BOAT:-gull}
    depends_on: [db]
  db:
    image: slipway/busybox
    hostname: \${BOAT:-gull}
    command: tail -f /dev/null
    init: true
    volumes:
      - data:/data
  tool:
    image: slipway/busybox
    command: tail -f /dev/null
    init: true
    profiles: [tools]
volumes:
  data:
`.replaceAll('\n', '\r\n');

const heron = quay.replaceAll('gull', 'heron');

let home: NativeHome;
let slipway: SlipwayWindow;
let compose: ComposePage;
let file: string;

const docker = (...parameters: readonly string[]) => home.instance.client(parameters);

/** Names of the containers of a project that run. */
async function runningOf(project: string): Promise<readonly string[]> {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`];
  const { stdout } = await docker('ps', ...filter, '--format', '{{.Names}}');
  return stdout.trim().split('\n').filter(Boolean).toSorted();
}

const folderOf = (name: string, text: string) => writeProject(join(home.instance.userHome, name), text);
const add = (path: string) => addProject(slipway, compose, path);

beforeAll(async () => {
  if (why !== undefined) return;
  home = await createNativeHome();
  file = await folderOf('quay', quay);
  slipway = await openWindow(home.instance);
  compose = new ComposePage(slipway.page);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
  await home?.remove();
});

describe.skipIf(why)(`Compose in the window${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('begins empty, and remembers a project by the file that is chosen', async () => {
    await compose.open();
    await slipway.page.getByRole('heading', { name: 'No Compose projects' }).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await add(file);
    await compose.service('quay', 'web').waitFor();
    await compose.service('quay', 'tool').getByText('Off: profile tools').waitFor();
    const { projects } = JSON.parse(await readFile(home.instance.paths.composeProjects, 'utf8'));
    expect(projects).toEqual([{ name: 'quay', files: [file], folder: join(file, '..'), profiles: [] }]);
  });

  it('brings it up with its steps, and shows what there is of it', async () => {
    await compose.press('Up');
    await compose.job('Brought up quay').waitFor();
    await compose.service('quay', 'web').getByText('Up ', { exact: false }).waitFor();
    expect(await runningOf('quay')).toEqual(['quay-db-1', 'quay-web-1']);
    await compose.press('Output');
    await slipway.page.getByRole('list', { name: 'Steps' }).getByText('quay-web-1').waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
  });

  it('scales a service, and reads the logs of all and of one', async () => {
    const web = compose.service('quay', 'web');
    await web.getByRole('button', { name: 'One more of web' }).click();
    await web.getByText('2 of 2 running').waitFor();
    expect(await runningOf('quay')).toEqual(['quay-db-1', 'quay-web-1', 'quay-web-2']);
    await compose.tab('Logs');
    const moored = () => new LogsPage(slipway.page).line('moored gull').count();
    await expect.poll(moored, { timeout: 30_000 }).toBe(2);
    await compose.tab('Services');
    await web.getByRole('button', { name: 'Logs: web' }).click();
    await slipway.page.getByText('moored gull').first().waitFor();
  });

  it('starts what belongs to a profile once that is switched on', async () => {
    await compose.tab('Services');
    await slipway.page.getByRole('group', { name: 'Profiles' }).getByText('tools').click();
    await compose.service('quay', 'tool').getByText('Not made').waitFor();
    await compose.press('Up');
    await compose.service('quay', 'tool').getByText('Up ', { exact: false }).waitFor();
    await expect.poll(() => runningOf('quay'), { timeout: 60_000 }).toContain('quay-tool-1');
  });

  it('draws how it hangs together', async () => {
    await compose.tab('Picture');
    const boxes = slipway.page.getByRole('list', { name: 'Services, networks and volumes' });
    for (const name of ['default', 'web', 'db', 'data'])
      await boxes.getByText(name, { exact: true }).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
  });

  describe('the editor', () => {
    it('says at its line what the specification does not know, and a variable without a value', async () => {
      await compose.tab('File');
      await compose.editor.waitFor();
      await compose.write('services:\n  web:\n    imagee: x\n');
      await compose.findings.getByText('Line 3').waitFor();
      await compose.findings.getByText('imagee').waitFor();
      await compose.write(`services:\n  web:\n    image: "slipway/busybox:\${MISSING}"\n`);
      await compose.findings.getByText(/MISSING/).waitFor();
      await compose.findings.getByText('Line 3').waitFor();
      expect(await accessibilityFaults(slipway.page)).toEqual([]);
    });

    it('says at its line that services wait for each other, and what is no YAML', async () => {
      const waits = (other: string) => `    image: slipway/busybox\n    depends_on: [${other}]\n`;
      await compose.write(`services:\n  a:\n${waits('b')}  b:\n${waits('a')}`);
      await compose.findings.getByText(/cycle/).waitFor();
      await compose.findings.getByText(/^Line [47]$/).waitFor();
      await compose.write('services:\n  a: [\n');
      await compose.findings
        .getByText(/^Line [23]$/)
        .first()
        .waitFor();
      await compose.press('Discard');
      await compose.findings.waitFor({ state: 'detached' });
    });

    it('completes what the specification knows, and names that the file has', async () => {
      await compose.write('services:\n  web:\n    rest');
      await slipway.page.keyboard.press('Control+Space');
      await slipway.page.getByRole('option', { name: 'restart', exact: true }).waitFor();
      await slipway.page.keyboard.press('Escape');
      await compose.press('Discard');
    });

    it('shows the project with every variable filled in', async () => {
      await compose.write(heron.replaceAll('\r\n', '\n'));
      await slipway.page.getByRole('button', { name: /^Preview/ }).click();
      // Near its top: of a long text the editor draws what can be seen and some lines more.
      const preview = slipway.page.getByLabel('The project with every variable filled in');
      await preview.getByText('hostname: heron').waitFor();
    });

    it('saves with the line ends that the file has, and goes back to what it was', async () => {
      await compose.press('Save');
      await expect.poll(() => readFile(file, 'utf8'), { timeout: 30_000 }).toBe(heron);
      await slipway.page.getByRole('button', { name: 'History' }).click();
      await slipway.page.getByRole('menuitem', { name: /^Before the last save/ }).click();
      await compose.press('Save');
      await expect.poll(() => readFile(file, 'utf8'), { timeout: 30_000 }).toBe(quay);
    });

    it('does not write over what another program has written', async () => {
      await compose.write('services: {}\n');
      await writeFile(file, `${quay}# by somebody else\r\n`);
      await compose.press('Save');
      const dialog = slipway.page.getByRole('alertdialog', { name: 'It was changed meanwhile' });
      await dialog.getByRole('button', { name: 'Take theirs' }).click();
      await compose.editor.getByText('by somebody else').waitFor();
      expect(await readFile(file, 'utf8')).toContain('by somebody else');
    });
  });

  it('can be used with text of twice the size', async () => {
    const zoomTo = (factor: number) =>
      slipway.app.evaluate(({ BrowserWindow }, zoom) => {
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom);
      }, factor);
    await zoomTo(2);
    await slipway.page.waitForFunction(() => devicePixelRatio === 2);
    for (const tab of ['File', 'Services']) {
      await compose.tab(tab);
      await (tab === 'File' ? compose.editor : compose.service('quay', 'web')).waitFor();
      expect(await outOfReach(slipway.page), tab).toEqual([]);
    }
    await zoomTo(1);
    await slipway.page.waitForFunction(() => devicePixelRatio === 1);
  });

  it('stays in the list when it is down, with nothing of it left', async () => {
    await compose.press('Down');
    await compose.job('Took down quay').waitFor();
    await expect.poll(() => runningOf('quay'), { timeout: 60_000 }).toEqual([]);
    await compose.open();
    await compose.row('quay').getByText('Down', { exact: true }).waitFor();
  });

  it('says plainly that a port is taken, and that a service waits in a circle', async () => {
    const first = 'run --detach --name first --publish 127.0.0.1:18473:80 slipway/busybox httpd -f';
    await docker(...first.split(' '));
    const taken =
      'services:\n  web:\n    image: slipway/busybox\n    command: httpd -f\n    init: true\n    ports: ["127.0.0.1:18473:80"]\n';
    await add(await folderOf('taken', taken));
    await compose.service('taken', 'web').waitFor();
    await compose.press('Up');
    const failed = compose.job('Failed: bringing up taken');
    await failed
      .getByText(/port 127\.0\.0\.1:18473 is (published by|taken by)/)
      .first()
      .waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await docker('rm', '--force', 'first');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await compose.job('Brought up taken').waitFor();
    await compose.press('Down');
    await compose.job('Took down taken').waitFor();
  });

  it('shows what others have brought up, and remembers it when asked to', async () => {
    const other = await folderOf(
      'other',
      'services:\n  web:\n    image: slipway/busybox\n    command: tail -f /dev/null\n    init: true\n',
    );
    const up = await docker('compose', '--file', other, 'up', '--detach');
    expect(up, up.stderr).toMatchObject({ code: 0 });
    await compose.openProject('other');
    await compose.press('Stop');
    await compose.job('Stopped other').waitFor();
    await compose.press('Remember');
    await slipway.page.getByRole('tab', { name: 'File' }).waitFor();
    await rm(other);
    await slipway.page.reload();
    await compose.openProject('other');
    // By its name alone.
    await compose.press('Down');
    await compose.job('Took down other').waitFor();
    const filter = ['--filter', 'label=com.docker.compose.project=other'];
    expect((await docker('ps', '--all', '--quiet', ...filter)).stdout).toBe('');
    await compose.open();
    await compose.row('other').getByText('Its file is missing').waitFor();
  });

  it('cancels what takes long', async () => {
    const slow =
      'services:\n  web:\n    image: slipway/busybox\n    command: tail -f /dev/null\n    init: true\n    healthcheck: { test: ["CMD", "false"], interval: 600s }\n  last:\n    image: slipway/busybox\n    depends_on: { web: { condition: service_healthy } }\n';
    await add(await folderOf('slow', slow));
    await compose.service('slow', 'web').waitFor();
    await compose.press('Up');
    // It is now waited for until it is healthy, which takes ten minutes.
    await compose.service('slow', 'web').getByText('Up ', { exact: false }).waitFor();
    await slipway.page.getByRole('button', { name: 'Cancel: Bringing up slow' }).click();
    await compose.job('Cancelled: bringing up slow').waitFor();
    await compose.press('Down');
    await compose.job('Took down slow').waitFor();
  });

  it('begins a project from a template in an empty folder', async () => {
    const folder = join(home.instance.userHome, 'fresh');
    await mkdir(folder);
    await answerDialogs(slipway, folder);
    await compose.open();
    await compose.press('From a template');
    await slipway.page.getByRole('dialog').getByText('A page', { exact: true }).waitFor();
    expect(await accessibilityFaults(slipway.page)).toEqual([]);
    await slipway.page.getByRole('dialog').getByRole('button', { name: 'Choose a folder…' }).click();
    await compose.service('fresh', 'web').waitFor();
    expect(await readFile(join(folder, 'compose.yaml'), 'utf8')).toContain('httpd');
    await compose.choose('Forget…');
    await slipway.page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click();
    await slipway.page.getByRole('heading', { name: 'This project is no longer there' }).waitFor();
    expect(await readFile(join(folder, 'compose.yaml'), 'utf8')).toContain('httpd');
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });
});
