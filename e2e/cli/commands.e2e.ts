// What each command of the docker client does, beside those that docker.e2e.ts shows; docs/commands.md lists them all.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { askNewWeb } from '../support/port-visitor.ts';
import { sharedVm } from '../support/shared-vm.ts';

const vm = await sharedVm();
const busybox = 'slipway/busybox';
/** By it all is found that this file makes, and removed. */
const label = 'dev.slipway.test=every-command';
const labelled = ['--label', label];
const filter = ['--filter', `label=${label}`];
let folder: string;

/** The bundled client at this engine in the user's own configuration: without plugins, so that what is shown is docker's own. */
const run = (words: readonly string[], input?: string) =>
  vm.plainDocker(words, { env: { DOCKER_HOST: `unix://${vm.paths.dockerSocket}` }, input });
const split = (text: string) => text.split(' ').filter((word) => word !== '');
/** What a command that succeeds has printed. */
const docker = async (text: string, more: readonly string[] = [], input?: string): Promise<string> => {
  const { code, stdout, stderr } = await run([...split(text), ...more], input);
  expect({ text, code, stderr: code === 0 ? '' : stderr }).toEqual({ text, code: 0, stderr: '' });
  return stdout.trim();
};
/** Prints how many lines of a page speak of a container: two of busybox's own, none where there is no such page. */
const askPage = (name: string) => sh(`wget -T 10 -qO- http://${name}/ | grep -c container`);
const refused = async (text: string, more: readonly string[] = []) => {
  const { code, stdout, stderr } = await run([...split(text), ...more]);
  expect({ text, isRefused: code !== 0 }).toEqual({ text, isRefused: true });
  return stdout + stderr;
};
const inspect = (name: string, path: string) => docker('inspect --format', [`{{${path}}}`, name]);
const until = (check: () => Promise<boolean>) =>
  poll(200, abortAfter(90_000), async () => (await check()) || undefined);
const sh = (script: string) => ['sh', '-c', script];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'every-'));
});
afterAll(async () => {
  await run(['swarm', 'leave', '--force']);
  for (const [list, remove] of [
    ['ps --all --quiet', 'rm --force --volumes'],
    ['images --quiet', 'rmi --force'],
    ['network ls --quiet', 'network rm'],
    ['volume ls --quiet', 'volume rm'],
  ] as const) {
    const { stdout } = await run([...split(list), ...filter]);
    if (stdout.trim() !== '') await run([...split(remove), ...stdout.trim().split('\n')]);
  }
  await rm(folder, { recursive: true, force: true });
});

it('docs/commands.md has every command that the client lists', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/commands.md'), 'utf8');
  const { stdout } = await vm.docker(['--help']);
  const listed = [...stdout.matchAll(/^ {2}([a-z]+)\*? {2,}\S/gm)].map(([, name]) => name);
  expect(listed).toEqual(expect.arrayContaining(['attach', 'compose', 'swarm', 'wait']));
  expect(listed.filter((name) => !page.includes(`\n| \`${name}\` |`))).toEqual([]);
});

describe('containers', () => {
  it('create, start, attach, logs, rename: a container that waits for a word and ends with it', async () => {
    const script = sh('echo ready; read word; echo "heard $word"; exit 7');
    await docker('create --interactive --network none --name every-first', [...labelled, busybox, ...script]);
    expect(await inspect('every-first', '.State.Status')).toBe('created');
    await docker('rename every-first every-named');
    await docker('start every-named');
    const attached = await run(['attach', 'every-named'], 'tide\n');
    expect(attached).toMatchObject({ code: 7, stdout: expect.stringContaining('heard tide') });
    expect(await docker('logs every-named')).toBe('ready\nheard tide');
    expect(await refused('logs every-first')).toContain('No such container');
  });

  it('kill, stop, restart, update, pause, top, stats, port: what they do to one that runs', async () => {
    const script =
      'trap "echo usr1" USR1; trap "exit 9" TERM; httpd -h /www; echo up; while :; do sleep 1000 & wait $!; done';
    await docker('run --detach --name every-busy --publish 127.0.0.1::80', [
      ...labelled,
      busybox,
      ...sh(script),
    ]);
    const logged = (word: string, times: number) =>
      until(async () => (await docker('logs every-busy')).split(word).length === times + 1);
    await logged('up', 1);
    const [, port] = /^127\.0\.0\.1:(\d+)$/m.exec(await docker('port every-busy 80')) ?? [];
    expect(await askNewWeb('127.0.0.1', Number(port))).toBe('HTTP/1.1 200 OK');
    expect(await docker('top every-busy')).toContain('httpd -h /www');
    await docker('kill --signal USR1 every-busy');
    await logged('usr1', 1);
    await docker('update --pids-limit 77 every-busy');
    expect(await docker('exec every-busy cat /sys/fs/cgroup/pids.max')).toBe('77');
    const { PIDs, MemUsage } = JSON.parse(await docker('stats --no-stream --format json every-busy'));
    expect(Number(PIDs)).toBeGreaterThan(1);
    expect(MemUsage).toMatch(/^[\d.]+[KM]iB \/ [\d.]+[MG]iB$/);
    await docker('pause every-busy');
    expect(await refused('exec every-busy true')).toContain('is paused');
    await docker('unpause every-busy');
    await docker('exec every-busy true');
    await docker('restart --time 20 every-busy');
    await logged('up', 2);
    await docker('stop --time 20 every-busy');
    expect(await inspect('every-busy', '.State.ExitCode')).toBe('9');
    expect(await docker('ps --quiet', filter)).toBe('');
    const listed = await docker('ps --all --format {{.Names}}', filter);
    expect(listed.split('\n').sort()).toEqual(['every-busy', 'every-named']);
  });

  it('events: all that, in its order', async () => {
    const since = Math.floor(Date.parse(await inspect('every-busy', '.Created')) / 1000) - 1;
    const now = Math.ceil(Date.now() / 1000) + 1;
    const bounds = ['--since', String(since), '--until', String(now), '--format', '{{.Action}}'];
    const actions = (await docker('events --filter container=every-busy', bounds)).split('\n');
    const wanted = ['create', 'start', 'update', 'pause', 'unpause', 'restart', 'stop'];
    expect(actions.filter((action) => wanted.includes(action))).toEqual([
      ...['create', 'start', 'update', 'pause', 'unpause', 'stop', 'start', 'restart', 'stop'],
    ]);
  });

  it('cp, diff, commit, history, export, import: files on their way', async () => {
    await writeFile(join(folder, 'sent'), 'from here\n');
    await docker(`run --network none --name every-files`, [
      ...labelled,
      busybox,
      ...sh('echo made > /made; rm /etc/group'),
    ]);
    await docker(`cp ${join(folder, 'sent')} every-files:/sent`);
    await docker(`cp every-files:/made ${join(folder, 'back')}`);
    expect(await readFile(join(folder, 'back'), 'utf8')).toBe('made\n');
    const changes = (await docker('diff every-files')).split('\n');
    expect(changes).toEqual(expect.arrayContaining(['A /made', 'A /sent', 'D /etc/group']));
    const change = ['--change', `LABEL ${label}`, '--message', 'by hand'];
    await docker('commit', [...change, '--change', 'CMD ["cat", "/sent"]', 'every-files', 'every/committed']);
    expect(await docker('run --rm --network none every/committed')).toBe('from here');
    expect(await docker('history --format {{.Comment}} every/committed')).toMatch(/^by hand$/m);
    await docker(`export --output ${join(folder, 'root.tar')} every-files`);
    await docker(`import --change`, [`LABEL ${label}`, join(folder, 'root.tar'), 'every/imported']);
    expect(await docker('run --rm --network none every/imported cat /sent /made')).toBe('from here\nmade');
    expect(await inspect('every/imported', 'len .RootFS.Layers')).toBe('1');
  });

  it('image, container, volume and system: lists, sizes, and prunes of what has a label', async () => {
    await docker('commit', ['--change', `LABEL ${label}`, 'every-files']);
    const dangling = ['image', 'ls', '--quiet', '--filter', 'dangling=true', ...filter];
    expect((await run(dangling)).stdout.trim()).not.toBe('');
    expect(await docker('image prune --force', filter)).toMatch(/^deleted: sha256:/m);
    expect((await run(dangling)).stdout.trim()).toBe('');
    await docker('volume create every-volume', labelled);
    await docker(`run --rm --network none --volume every-volume:/v ${busybox}`, sh('echo kept > /v/file'));
    const mounted = '--network none --volume every-volume:/v:ro';
    expect(await docker(`run --rm ${mounted} ${busybox} cat /v/file`)).toBe('kept');
    expect(await docker('volume inspect --format {{.Driver}} every-volume')).toBe('local');
    expect(await docker('volume ls --quiet', filter)).toBe('every-volume');
    const df = JSON.parse(await docker('system df --format json --verbose'));
    expect(df.Volumes).toEqual(expect.arrayContaining([expect.objectContaining({ Name: 'every-volume' })]));
    expect(await docker('volume prune --all --force', filter)).toContain('every-volume');
    expect(await docker('container prune --force', filter)).toMatch(/^Deleted Containers:/);
    expect(await docker('system prune --force', filter)).toContain('Total reclaimed space');
    expect(await docker('ps --all --quiet', filter)).toBe('');
  });
});

describe('networks', () => {
  const connects = async (from: string, name: string) =>
    (await run(['exec', from, ...askPage(name)])).stdout.trim() === '2';

  it('bridge: by name within one, not from another, until connect and after disconnect', async () => {
    const serve = ['httpd', '-f', '-h', '/www'];
    const detached = (name: string, network: string, words: readonly string[]) =>
      docker(`run --detach --init --name ${name} --network ${network}`, [...labelled, busybox, ...words]);
    for (const name of ['every-inner', 'every-outer']) await docker(`network create ${name}`, labelled);
    await detached('every-web', 'every-inner', serve);
    await detached('every-near', 'every-inner', ['sleep', '1000']);
    await detached('every-far', 'every-outer', ['sleep', '1000']);
    await until(() => connects('every-near', 'every-web'));
    const path = '(index .NetworkSettings.Networks "every-inner").IPAddress';
    const address = await inspect('every-web', path);
    expect(await connects('every-far', address)).toBe(false);
    await docker('network connect every-inner every-far');
    await until(() => connects('every-far', 'every-web'));
    await docker('network disconnect every-inner every-far');
    expect(await connects('every-far', address)).toBe(false);
    expect(await refused('network rm every-inner')).toContain('active endpoints');
    await docker('rm --force every-web every-near every-far');
    expect(await docker('network prune --force', filter)).toContain('every-inner');
    expect(await docker('network ls --quiet', filter)).toBe('');
  });

  it('none has nothing but itself; host is the VM’s own', async () => {
    const names = (network: string) => docker(`run --rm --network ${network} ${busybox} ls /sys/class/net`);
    expect(await names('none')).toBe('lo');
    expect((await names('host')).split('\n')).toEqual(expect.arrayContaining(['docker0', 'eth0', 'lo']));
    const [inside, outside] = ['every-host', 'every-alone'];
    const serve = ['httpd', '-f', '-p', '127.0.0.1:7070', '-h', '/www'];
    await docker(`run --detach --init --name ${inside} --network host`, [...labelled, busybox, ...serve]);
    await docker(`run --detach --init --name ${outside} --network none`, [
      ...labelled,
      busybox,
      'sleep',
      '100',
    ]);
    const visit = ['run', '--rm', '--network', 'host', busybox, ...askPage('127.0.0.1:7070')];
    await until(async () => (await run(visit)).stdout.trim() === '2');
    expect(await connects(outside, '127.0.0.1:7070')).toBe(false);
    await docker(`rm --force ${inside} ${outside}`);
  });
});

describe('builds, plugins and contexts', () => {
  it('builder and buildx: what a build leaves, in a folder and in the cache', async () => {
    const place = join(folder, 'context');
    await mkdir(place);
    await writeFile(
      join(place, 'Dockerfile'),
      `FROM ${busybox}\nARG WORD\nRUN echo "$WORD" > /out\nFROM scratch\nCOPY --from=0 /out /\n`,
    );
    const build = [
      'buildx',
      'build',
      '--quiet',
      '--build-arg',
      'WORD=built',
      '--output',
      join(folder, 'out'),
      place,
    ];
    expect(await vm.docker(build)).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'out/out'), 'utf8')).toBe('built\n');
    const records = async () => (await vm.docker(['buildx', 'du'])).stdout.match(/^[a-z0-9]{25}/gm) ?? [];
    expect((await records()).length).toBeGreaterThan(0);
    expect((await vm.docker(['buildx', 'ls'])).stdout).toMatch(/^default\*? +docker/m);
    expect(await docker('builder prune --all --force')).toContain('Total reclaimed space');
    expect(await records()).toEqual([]);
  });

  it('plugin: made from a folder, listed, set and removed', async () => {
    const place = join(folder, 'plugin');
    await mkdir(join(place, 'rootfs'), { recursive: true });
    const config = {
      ...{
        description: 'a test',
        entrypoint: ['/none'],
        interface: { types: ['docker.volumedriver/1.0'], socket: 's' },
      },
      env: [{ name: 'DEPTH', value: '1', settable: ['value'] }],
    };
    await writeFile(join(place, 'config.json'), JSON.stringify(config));
    try {
      await docker(`plugin create every/plugin ${place}`);
      expect(await docker('plugin ls --format', ['{{.Name}} {{.Enabled}}'])).toBe(
        'every/plugin:latest false',
      );
      await docker('plugin set every/plugin DEPTH=2');
      expect(await docker('plugin inspect --format {{.Settings.Env}} every/plugin')).toBe('[DEPTH=2]');
    } finally {
      await run(['plugin', 'rm', '--force', 'every/plugin']);
    }
    expect(await docker('plugin ls --quiet')).toBe('');
  });

  it('context: another way to the same engine', async () => {
    const config = join(folder, 'config');
    const client = (...words: readonly string[]) => vm.plainDocker(['--config', config, ...words]);
    const host = `host=unix://${vm.paths.dockerSocket}`;
    expect(await client('context', 'create', 'every', '--docker', host)).toMatchObject({ code: 0 });
    await client('context', 'use', 'every');
    expect((await client('context', 'show')).stdout).toBe('every\n');
    expect((await client('info', '--format', '{{.Name}}')).stdout.trim()).toBe(
      await docker('info --format {{.Name}}'),
    );
    await client('context', 'use', 'default');
    expect(await client('context', 'rm', 'every')).toMatchObject({ code: 0 });
    expect((await client('context', 'ls', '--quiet')).stdout).toBe('default\n');
  });
});

describe('swarm', () => {
  const stackFile = () => join(folder, 'stack.yaml');
  const heard = (word: string) =>
    until(async () => (await docker('service logs --raw every_word')).includes(word));

  it('swarm, node, secret, config, stack, service: kept, given to tasks, scaled', async () => {
    await docker('swarm init --advertise-addr 127.0.0.1 --task-history-limit 2');
    expect(await docker('node ls --format', ['{{.Status}} {{.Availability}} {{.ManagerStatus}}'])).toBe(
      'Ready Active Leader',
    );
    const node = await docker('info --format {{.Swarm.NodeID}}');
    await docker(`node update --label-add berth=1 ${node}`);
    expect(await docker(`node inspect --format {{.Spec.Labels.berth}} ${node}`)).toBe('1');
    expect(await docker('swarm join-token --quiet worker')).toMatch(/^SWMTKN-1-/);
    await docker('secret create every-secret -', labelled, 'hush');
    await docker('config create every-config -', labelled, 'depth=3');
    expect(await docker('secret ls --format {{.Name}}', filter)).toBe('every-secret');
    expect(await docker('config inspect --format', ['{{json .Spec.Data}}', 'every-config'])).toBe(
      '"ZGVwdGg9Mw=="',
    );
    const service = {
      ...{
        image: busybox,
        command: sh('cat /run/secrets/every-secret /every-config; echo " $$WORD"; exec httpd -f -h /www'),
      },
      ...{ init: true, stop_grace_period: '0s', environment: { WORD: 'one' } },
      ...{ secrets: ['every-secret'], configs: ['every-config'], networks: ['deep'] },
      deploy: {
        replicas: 1,
        update_config: { order: 'stop-first', monitor: '1s' },
        placement: { constraints: ['node.labels.berth == 1'] },
      },
    };
    const stack = {
      services: { word: service },
      networks: { deep: { driver: 'overlay', attachable: true } },
      secrets: { 'every-secret': { external: true } },
      configs: { 'every-config': { external: true } },
    };
    await writeFile(stackFile(), JSON.stringify(stack));
    expect(await docker(`stack config --compose-file ${stackFile()}`)).toContain('berth == 1');
    await docker(`stack deploy --detach=true --compose-file ${stackFile()} every`);
    expect(await docker('stack ls --format {{.Name}}')).toBe('every');
    await heard('hushdepth=3 one');
    await docker('service scale --detach every_word=2');
    await until(async () => (await docker('stack services --format {{.Replicas}} every')) === '2/2');
    expect((await docker('stack ps --quiet every')).split('\n')).toHaveLength(2);
  });

  it('overlay: attached containers find tasks by name, others reach them not even by address', async () => {
    // Whose page it is, and not only that somebody answers: elsewhere the address may be another machine's.
    const reach = async (network: string, name: string) =>
      (await run(['run', '--rm', '--network', network, busybox, ...askPage(name)])).stdout.trim();
    const [task = ''] = (await docker('ps --quiet --filter name=every_word')).split('\n');
    const address = await inspect(task, '.NetworkSettings.Networks.every_deep.IPAddress');
    await until(async () => (await reach('every_deep', 'tasks.word')) === '2');
    await until(async () => (await reach('every_deep', address)) === '2');
    expect(await reach('bridge', address)).toBe('0');
  });

  it('service update and rollback, stack rm, swarm leave: tasks begin anew, and end', async () => {
    await docker('service update --detach --env-add WORD=two every_word');
    await heard('hushdepth=3 two');
    await docker('service rollback --detach every_word');
    const env = '{{.Spec.TaskTemplate.ContainerSpec.Env}}';
    expect(await docker(`service inspect --format ${env} every_word`)).toBe('[WORD=one]');
    expect(await docker('service ls --quiet --filter name=every_word')).not.toBe('');
    await docker('stack rm --detach=true every');
    await until(async () => (await docker('ps --quiet --filter name=every_word')) === '');
    await docker('secret rm every-secret');
    await docker('config rm every-config');
    await docker('swarm leave --force');
    expect(await refused('node ls')).toContain('not a swarm manager');
  });
});
