import { describe, expect, it } from 'vitest';
import { toShare } from '../../main/settings/shareable.ts';
import { cliProgram } from '../support/instance.ts';
import { runProgram } from '../support/run-program.ts';
import { sharedVm } from '../support/shared-vm.ts';

const vm = await sharedVm();

describe('slipway shell', () => {
  it('runs a command in the guest, each argument as it is', async () => {
    const { code, stdout } = await vm.slipway(['shell', '--', 'printf', '%s|', 'a  b', "it's", '$HOME', '']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "a  b|it's|$HOME||" });
  });

  it('is at home where no shared folder can lie, this computer’s /root among them', async () => {
    const { stdout } = await vm.slipway(['shell', '--', 'echo "$HOME"; pwd; ls /root']);
    expect(stdout).toBe('/run/slipway/root\n/run/slipway/root\n');
    await expect(toShare('/run', false, vm.paths)).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('gives a single argument to the shell, as ssh does', async () => {
    const { code, stdout, stderr } = await vm.slipway([
      'shell',
      '--',
      'echo out | tr o O; echo err >&2; exit 7',
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: 'Out\n', stderr: 'err\n' });
  });

  it('streams input of some length', async () => {
    const input = 'x'.repeat(300_000);
    const { stdout } = await vm.slipway(['shell', '--', 'wc', '-c'], { input });
    expect(stdout.trim()).toBe(String(input.length));
  });

  it('passes on the exit code of commands that end at once', async () => {
    for (const command of ['true', 'false', 'true']) {
      expect(await vm.slipway(['shell', '--', command])).toMatchObject({ code: command === 'true' ? 0 : 1 });
    }
  });

  it('reads a script where there is no terminal', async () => {
    const { code, stdout } = await vm.slipway(['shell'], { input: 'cd /etc && pwd\nexit 4\n' });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '/etc\n' });
  });

  // script(1) of util-linux gives a command a terminal of its own.
  it.runIf(process.platform === 'linux')('is a login shell on a terminal of the same size', async () => {
    const command = `stty rows 31 cols 97; "${process.execPath}" "${cliProgram}" shell`;
    const input = 'stty size; echo $TERM; exit 5\n';
    const env = { ...vm.env, TERM: 'vt100' };
    const { code, stdout } = await runProgram('script', ['-qec', command, '/dev/null'], { env, input });
    expect(stdout).toMatch(/^31 97\r$/m);
    expect(stdout).toMatch(/^vt100\r$/m);
    expect(code).toBe(5);
  });

  it.runIf(process.platform === 'linux')('gives docker the terminal too', async () => {
    const container = 'docker run --rm -it slipway/busybox sh -c "tty; stty size"';
    const command = `stty rows 31 cols 97; "${process.execPath}" "${cliProgram}" ${container}`;
    const { code, stdout } = await runProgram('script', ['-qec', command, '/dev/null'], { env: vm.env });
    expect(stdout).toMatch(/\/dev\/pts\/0\r\n31 97\r\n/);
    expect(code).toBe(0);
  });
});
