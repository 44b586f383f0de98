// docs/guide.md, followed command by command as a beginner would.
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingLine, readGuide } from '../support/guide.ts';
import { cliProgram } from '../support/instance.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { runProgram } from '../support/run-program.ts';

const root = join(import.meta.dirname, '../..');
const sections = readGuide(await readFile(join(root, 'docs/guide.md'), 'utf8'));
const reason = whyNoNativeEngine();

/**
 * An engine without a VM has a network of its own, whose ports nobody here reaches: pages are asked for from there. That ports
 * are opened on this computer is shown with the VM (e2e/cli/ports.e2e.ts).
 */
const curl = 'shift\nexec slipway docker run --rm --network host slipway/busybox wget -qO- "$1"';

describe.skipIf(reason !== undefined)(`docs/guide.md${reason === undefined ? '' : ` (${reason})`}`, () => {
  let home: NativeHome;
  let place: string;

  beforeAll(async () => {
    // In the checkout, where its npm scripts are found.
    place = await mkdtemp(join(root, 'build/guide-'));
    await cp(join(root, 'examples/flask'), join(place, 'flask'), { recursive: true });
    await mkdir(join(place, 'bin'));
    const programs = { slipway: `exec '${process.execPath}' '${cliProgram}' "$@"`, curl };
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(place, 'bin', name), `#!/bin/sh\n${script}\n`);
      await chmod(join(place, 'bin', name), 0o755);
    }
    home = await createNativeHome();
  });
  afterAll(async () => {
    await home?.remove();
    await rm(place, { recursive: true, force: true });
  });

  it.each(sections)('$title', async ({ steps }) => {
    const env = { ...home.instance.env, PATH: `${join(place, 'bin')}:${process.env.PATH}` };
    for (const { commands, prints } of steps) {
      const run = await runProgram('/bin/sh', ['-euc', commands], { env, cwd: join(place, 'flask') });
      const { code, stdout, stderr } = run;
      const missing = missingLine(prints, stdout);
      expect({ commands, code, missing, said: missing ? stdout : '', stderr: code ? stderr : '' }).toEqual({
        ...{ commands, code: 0, missing: undefined, said: '', stderr: '' },
      });
    }
  });
});
