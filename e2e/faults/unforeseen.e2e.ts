import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { openWindow } from '../window/window.ts';

const vm = await sharedVm();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unforeseen-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each(['thrown', 'rejected'] as const)(
  'an error %s in the window’s app is told, and the VM goes on with another supervisor',
  async (how) => {
    const before = await vm.status();
    process.kill(await hostPidOf(vm), 'SIGKILL');
    const { app, engine } = await openWindow(vm);
    await engine.state.filter({ hasText: 'Running' }).waitFor();
    expect((await vm.status()).host?.kind).toBe('window');

    const told = join(folder, 'told');
    let printed = '';
    app.process().stderr?.on('data', (piece: Buffer) => {
      printed += piece.toString();
    });
    const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
    // The box would wait for somebody to press its button.
    await app.evaluate(
      ({ dialog }, [file, fault]) => {
        const { writeFileSync } = process.getBuiltinModule('fs');
        dialog.showErrorBox = (title, content) => writeFileSync(file as string, `${title}\n${content}\n`);
        setTimeout(() => {
          const error = new Error('a fault\nfor a test');
          if (fault === 'thrown') throw error;
          void Promise.reject(error);
        }, 50);
      },
      [told, how],
    );
    expect(await ended).toBe(1);
    expect(await readFile(told, 'utf8')).toMatch(/^Slipway\n[^\n]*a fault[^\n]*\n[^\n]*taken over[^\n]*\n$/);
    expect(printed).toMatch(/^slipway: [^\n]*a fault for a test\.\n {2}try: [^\n]+$/m);
    expect(printed).not.toMatch(/^\s+at /m);
    expect(await readFile(vm.paths.supervisorLog, 'utf8')).toContain('a fault');

    const after = await poll(500, abortAfter(60_000), async () => {
      const status = await vm.status();
      return status.state === 'running' ? status : undefined;
    });
    expect(after).toMatchObject({ host: { kind: 'headless' }, vm: { pid: before.vm?.pid } });
  },
);
