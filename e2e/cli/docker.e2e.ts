import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { offline } from '../support/offline.ts';
import { askNewWeb, freePorts } from '../support/port-visitor.ts';
import { sharedVm } from '../support/shared-vm.ts';

const vm = await sharedVm();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('slipway docker', () => {
  let hello = '';

  it('runs the bundled hello without a network', async () => {
    const { code, stdout } = await vm.docker(['run', '--rm', 'slipway/hello']);
    expect(stdout).toContain('Hello from a container on Slipway!');
    expect(code).toBe(0);
    hello = stdout;
  });

  it('runs the web server that hello tells of, which is served in the guest, too', async () => {
    const told =
      /^ +slipway docker (run .* -p 8080:80 .*)\n.* http:\/\/127\.0\.0\.1:8080 /m.exec(hello)?.[1] ?? '';
    const [port = 0] = await freePorts(1);
    try {
      // The port of the words may be taken on this machine.
      const { code, stderr } = await vm.docker(told.replace('8080:', `${port}:`).split(' '));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(await askNewWeb('127.0.0.1', port)).toBe('HTTP/1.1 200 OK');
      const page = await vm.slipway(['shell', '--', 'wget', '-qO-', `http://127.0.0.1:${port}/`]);
      expect(page.stdout).toContain('This page comes from a container');
    } finally {
      await vm.docker(['rm', '--force', 'web']);
    }
  });

  it("passes on a container's exit code, 125 too, and keeps standard output and standard error apart", async () => {
    const script = (code: number) => `echo out; echo err >&2; exit ${code}`;
    const run = (code: number) =>
      vm.docker(['run', '--rm', ...offline, 'slipway/busybox', 'sh', '-c', script(code)]);
    const codes = [0, 7, 125];
    const told = { stdout: 'out\n', stderr: 'err\n' };
    expect(await Promise.all(codes.map(run))).toMatchObject(codes.map((code) => ({ code, ...told })));
  });

  it('gives an attached container all of its input and its end', async () => {
    const input = 'a line of input\n'.repeat(20_000);
    const { code, stdout } = await vm.docker(
      ['run', '-i', '--rm', ...offline, 'slipway/busybox', 'wc', '-c'],
      { input },
    );
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: String(input.length) });
  });

  it('gives an exec all of its input and its end', async () => {
    const { stdout } = await vm.docker(['run', '-d', '--rm', ...offline, 'slipway/busybox', 'sleep', '1000']);
    const id = stdout.trim();
    try {
      const echoed = await vm.docker(['exec', '-i', id, 'cat'], { input: 'x\n' });
      expect(echoed).toMatchObject({ code: 0, stdout: 'x\n' });
      expect(await vm.docker(['exec', id, 'sh', '-c', 'exit 3'])).toMatchObject({ code: 3 });
    } finally {
      await vm.docker(['rm', '-f', id]);
    }
  });

  it('passes signals on: the container ends with its client', async () => {
    const script = 'trap "exit 9" TERM; echo ready; while :; do sleep 0.1; done';
    let client = 0;
    let over = false;
    const run = vm
      .docker(
        ['run', '--rm', '--init', ...offline, '--name', 'signalled', 'slipway/busybox', 'sh', '-c', script],
        {
          onSpawn: (pid) => {
            client = pid;
          },
        },
      )
      .finally(() => {
        over = true;
      });
    await poll(100, abortAfter(60_000), async () =>
      over || (await vm.docker(['logs', 'signalled'])).stdout === 'ready\n' ? true : undefined,
    );
    process.kill(client, 'SIGTERM');
    expect((await run).code).toBe(9);
  });

  it('builds with BuildKit, files of the host included', async () => {
    await writeFile(
      join(folder, 'Dockerfile'),
      'FROM slipway/busybox\nRUN echo built > /built\nCOPY file /file\n',
    );
    await writeFile(join(folder, 'file'), 'copied\n');
    const built = await vm.docker(['build', '--progress=plain', '-t', 'e2e/built', folder]);
    expect(built.stderr).toContain('COPY file /file');
    expect(built.code).toBe(0);
    try {
      const { stdout } = await vm.docker(['run', '--rm', ...offline, 'e2e/built', 'cat', '/built', '/file']);
      expect(stdout).toBe('built\ncopied\n');
    } finally {
      await vm.docker(['rmi', '-f', 'e2e/built']);
    }
  });

  it('has compose: services reach each other, and down leaves nothing', async () => {
    const file = join(folder, 'compose.yaml');
    const web = '{ image: slipway/busybox, command: httpd -f -h /www }';
    const client = '{ image: slipway/busybox, command: sleep 1000 }';
    await writeFile(file, `name: e2e\nservices:\n  web: ${web}\n  client: ${client}\n`);
    const compose = (...parameters: readonly string[]) => vm.docker(['compose', '-f', file, ...parameters]);
    try {
      expect(await compose('up', '-d')).toMatchObject({ code: 0 });
      const page = await compose('exec', '-T', 'client', 'wget', '-qO-', 'http://web');
      expect(page.stdout).toContain('This page comes from a container');
    } finally {
      expect(await compose('down', '-t', '0')).toMatchObject({ code: 0 });
    }
    const { stdout } = await vm.docker(['ps', '-aq', '--filter', 'label=com.docker.compose.project=e2e']);
    expect(stdout).toBe('');
  });

  it('carries long streams whole, both ways', async () => {
    expect(await vm.docker(['tag', 'slipway/busybox', 'e2e/loaded'])).toMatchObject({ code: 0 });
    const saved = join(folder, 'tagged.tar');
    expect(await vm.docker(['save', '-o', saved, 'e2e/loaded'])).toMatchObject({ code: 0 });
    const id = async (name: string) => (await vm.docker(['images', '-q', '--no-trunc', name])).stdout;
    const before = await id('e2e/loaded');
    expect(await vm.docker(['rmi', 'e2e/loaded'])).toMatchObject({ code: 0 });
    expect(await id('e2e/loaded')).toBe('');
    expect(await vm.docker(['load', '-i', saved])).toMatchObject({ code: 0 });
    expect(await id('e2e/loaded')).toBe(before);
    await vm.docker(['rmi', 'e2e/loaded']);
    // 8 MiB that no compression on the way could shrink to nothing, counted at both ends.
    const bytes = 8 * 1024 * 1024;
    const counted = await vm.docker(
      ['run', '--rm', ...offline, 'slipway/busybox', 'head', '-c', String(bytes), '/dev/urandom'],
      {
        encoding: 'latin1',
      },
    );
    expect(counted.stdout.length).toBe(bytes);
  });
});

describe('any docker client', () => {
  it('works with DOCKER_HOST alone', async () => {
    const env = { DOCKER_HOST: `unix://${vm.paths.dockerSocket}` };
    const { code, stdout } = await vm.plainDocker(['version', '--format', '{{.Server.Version}}'], { env });
    expect({ code, version: stdout.trim() }).toEqual({
      code: 0,
      version: (await vm.status()).engine?.version,
    });
  });

  it('works with the docker context, which is named slipway and not the current one', async () => {
    const listed = await vm.plainDocker([
      'context',
      'ls',
      '--format',
      '{{.Name}}{{if .Current}} current{{end}}',
    ]);
    expect(listed.stdout.trim().split('\n').sort()).toEqual(['default current', 'slipway']);
    const { code, stdout } = await vm.plainDocker([
      '--context',
      'slipway',
      'info',
      '--format',
      '{{.OSType}}',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'linux\n' });
  });
});

describe('sockets that were removed under their host', () => {
  it('are there again: the VM is not given up for them, and who was connected is served on', async () => {
    const run = [
      'run',
      '--detach',
      '--init',
      ...offline,
      'slipway/busybox',
      'sh',
      '-c',
      'echo there; sleep 1000',
    ];
    const id = (await vm.docker(run)).stdout.trim();
    let heard = '';
    const before = await vm.status();
    const isListed = async () => (await vm.docker(['ps', '--quiet', '--no-trunc'])).stdout.includes(id);
    try {
      const following = vm.docker(['logs', '--follow', id], {
        timeoutMs: 120_000,
        onOutput: (text) => {
          heard += text;
        },
      });
      // It is connected by now.
      await expect.poll(() => heard).toBe('there\n');
      for (const path of [vm.paths.dockerSocket, vm.paths.ownSocket, vm.paths.controlSocket]) await rm(path);
      expect(await isListed()).toBe(true);
      await poll(200, abortAfter(30_000), () => controlIsThere(vm.paths.controlSocket));
      expect(await vm.status()).toMatchObject({
        ...{ state: 'running', problems: before.problems, host: before.host },
        vm: { pid: before.vm?.pid },
      });
      await vm.docker(['kill', id]);
      expect(await following).toMatchObject({ code: 0, stdout: 'there\n' });
    } finally {
      await vm.docker(['rm', '--force', id]);
    }
  });
});

const controlIsThere = (path: string) =>
  access(path).then(
    () => true,
    () => undefined,
  );
