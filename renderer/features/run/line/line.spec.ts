import { describe, expect, it } from 'vitest';
import { emptyRows, emptyRunForm, type RunForm } from '../../../state/run-form.ts';
import { isRunLine, readLine } from './read-line.ts';
import { writeLine } from './write-line.ts';

function read(line: string) {
  const result = readLine(line);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

/** Everything that a form can hold, and texts that a shell would take apart. */
const full: RunForm = {
  image: 'registry.example.org:5000/team/web@sha256:abc',
  name: 'web-1',
  command: `sh -c 'echo "$A" && sleep 1' '' '#' "it's"`,
  entrypoint: "'/bin/my program'",
  user: '1000:1000',
  workingFolder: '/srv/a b',
  hostname: 'web.local',
  memory: '512m',
  cpus: '1.5',
  processes: '100',
  restart: 'on-failure',
  retries: '3',
  capAdd: 'NET_ADMIN SYS_TIME',
  capDrop: 'ALL',
  environment: [
    { name: 'A', value: 'b=c "d" $e `f` \\ \'g\'' },
    { name: 'EMPTY', value: '' },
    { name: 'LINES', value: 'one\ntwo\n' },
    { name: 'KEY', value: '-----BEGIN KEY-----\r\nx\r\n' },
    { name: 'SCRIPT', value: "a \\ \nb ^\nc\u00a0d\te'\u202ef\u{e0001}" },
  ],
  ports: [
    { ...emptyRows.ports, host: '8080', container: '80' },
    { address: '127.0.0.1', host: '5353', container: '53', protocol: 'udp' },
    { address: '::1', host: '', container: '443', protocol: 'tcp' },
    { ...emptyRows.ports, host: '8000-8010', container: '80-90', protocol: 'sctp' },
    { ...emptyRows.ports, container: '9000' },
    { ...emptyRows.ports, address: '10.0.0.1', container: '9000' },
  ],
  mounts: [
    { ...emptyRows.mounts, source: 'data', target: '/data', readOnly: true },
    { ...emptyRows.mounts, kind: 'bind', source: '/home/me/a b', target: '/src', options: 'z' },
    { ...emptyRows.mounts, target: '/anonymous' },
    { ...emptyRows.mounts, target: '/anonymous-too', readOnly: true },
    { ...emptyRows.mounts, kind: 'bind', source: '/a:b,"c"', target: '/d' },
    { ...emptyRows.mounts, kind: 'tmpfs', target: '/run', options: 'size=64m,mode=1777' },
    { ...emptyRows.mounts, kind: 'bind', source: 'C:\\work', target: '/work' },
  ],
  networks: [
    { ...emptyRows.networks, name: 'front', aliases: 'web www', ipv4: '10.1.0.9', ipv6: 'fd00::9' },
    { ...emptyRows.networks, name: 'back' },
  ],
  extraHosts: [
    { name: 'db', address: '10.0.0.5' },
    { name: 'host.docker.internal', address: 'host-gateway' },
    { name: 'six', address: '::1' },
  ],
  labels: [
    { name: 'traefik.http.routers.web.rule', value: 'Host(`web.example.org`) && Path(`/a`)' },
    { name: 'bare', value: '' },
    { name: 'json', value: '{"a": [1, 2]}' },
  ],
  tty: true,
  interactive: true,
  privileged: true,
  readOnly: true,
  init: true,
  removeWhenDone: true,
};

describe('a form, written as a line and read again', () => {
  const one = (change: Partial<RunForm>): RunForm => ({ ...emptyRunForm, image: 'a', ...change });
  it.each<readonly [string, RunForm]>([
    ['everything', full],
    ['nothing', emptyRunForm],
    ...Object.entries(full).map(([key, value]) => [key, one({ [key]: value })] as const),
    ...(['environment', 'ports', 'mounts', 'networks', 'extraHosts', 'labels'] as const).flatMap((part) =>
      full[part].map((row, index) => [`${part} ${index}`, one({ [part]: [row] })] as const),
    ),
    ...['always', 'unless-stopped', 'on-failure'].map(
      (restart) => [restart, one({ restart: restart as RunForm['restart'] })] as const,
    ),
    ['no program', one({ entrypoint: "''" })],
    ['an image like an option', one({ image: '--x', command: '-v' })],
    ['a command like an option', one({ command: '-d --rm -- sh' })],
  ])('is the same: %s', (_, form) => {
    const { form: back, notTaken } = read(writeLine(form));
    const expected = form.restart === 'on-failure' ? form : { ...form, retries: '' };
    expect(notTaken).toEqual([]);
    expect(back).toEqual({ ...expected, command: back.command, entrypoint: back.entrypoint });
    // Quotes may be others, but the words and therefore the line are the same.
    expect(writeLine(back)).toBe(writeLine(form));
  });
});

describe('a line', () => {
  it.each<readonly [string, Partial<RunForm>]>([
    ['docker run nginx', { image: 'nginx' }],
    ['docker run -itd alpine sh', { image: 'alpine', command: 'sh', tty: true, interactive: true }],
    [
      'docker run -it --rm alpine sh',
      { image: 'alpine', command: 'sh', tty: true, interactive: true, removeWhenDone: true },
    ],
    [
      'docker container run -p8080:80 a',
      { image: 'a', ports: [{ ...emptyRows.ports, host: '8080', container: '80' }] },
    ],
    [
      'sudo docker create -p=8080:80 a',
      { image: 'a', ports: [{ ...emptyRows.ports, host: '8080', container: '80' }] },
    ],
    ['slipway docker run --name=web --tty=false a', { image: 'a', name: 'web' }],
    ['podman run --read-only=true -u0 a', { image: 'a', readOnly: true, user: '0' }],
    [
      'docker run -dp 127.0.0.1::80/udp a',
      { image: 'a', ports: [{ ...emptyRows.ports, address: '127.0.0.1', container: '80', protocol: 'udp' }] },
    ],
    [
      'docker run -e A=1 --env=B= -eC="x y" a',
      {
        image: 'a',
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '' },
          { name: 'C', value: 'x y' },
        ],
      },
    ],
    [
      'docker run --mount type=bind,src=/a,dst=/b,ro -- a',
      {
        image: 'a',
        mounts: [{ ...emptyRows.mounts, kind: 'bind', source: '/a', target: '/b', readOnly: true }],
      },
    ],
    [
      'docker run --mount type=tmpfs,target=/t,tmpfs-size=64m a',
      { image: 'a', mounts: [{ ...emptyRows.mounts, kind: 'tmpfs', target: '/t', options: 'size=64m' }] },
    ],
    [
      'docker run --network-alias db --net back --ip 10.0.0.2 a',
      { image: 'a', networks: [{ name: 'back', aliases: 'db', ipv4: '10.0.0.2', ipv6: '' }] },
    ],
    [
      'docker run --restart on-failure:5 -m 1g --cpus=.5 a',
      { image: 'a', restart: 'on-failure', retries: '5', memory: '1g', cpus: '.5' },
    ],
    [
      'docker run --add-host=db=[::1] -l a -l b=c=d x',
      {
        image: 'x',
        extraHosts: [{ name: 'db', address: '::1' }],
        labels: [
          { name: 'a', value: '' },
          { name: 'b', value: 'c=d' },
        ],
      },
    ],
    [
      'docker run --cap-add A --cap-add=B --init a -- --rm',
      { image: 'a', capAdd: 'A B', init: true, command: '-- --rm' },
    ],
    ["docker run --entrypoint '' a", { image: 'a', entrypoint: "''" }],
    [
      'docker run -v ./site:/srv:ro,z -v /v a',
      {
        image: 'a',
        mounts: [
          {
            ...emptyRows.mounts,
            kind: 'bind',
            source: './site',
            target: '/srv',
            readOnly: true,
            options: 'z',
          },
          { ...emptyRows.mounts, target: '/v' },
        ],
      },
    ],
    [
      'docker run \\\n  --name web \\\n  -p 80:80 \\\n  nginx:1.29 \\\n  nginx -g "daemon off;"',
      {
        image: 'nginx:1.29',
        name: 'web',
        ports: [{ ...emptyRows.ports, host: '80', container: '80' }],
        command: "nginx -g 'daemon off;'",
      },
    ],
  ])('%s fills the form', (line, expected) => {
    expect(read(line)).toEqual({ form: { ...emptyRunForm, ...expected }, notTaken: [] });
  });

  it.each([
    ['docker run --gpus all --shm-size=1g a', ['--gpus all', '--shm-size 1g']],
    ['docker run -P --oom-kill-disable=false a', ['-P', '--oom-kill-disable=false']],
    ['docker run --new-option --other=1 a', ['--new-option', '--other=1']],
    ['docker run -c512 -dq a', ['-c 512', '-q']],
    ['docker run -p http a', ['-p http']],
    ['docker run --tty=maybe --restart sometimes a', ['--tty maybe', '--restart sometimes']],
    ['docker --context far run a', ['--context far']],
    [
      'docker run --mount type=volume,target=/a,volume-driver=x a',
      ['--mount type=volume,target=/a,volume-driver=x'],
    ],
    ['docker run --network name=x,driver-opt=a=b a', ['--network name=x,driver-opt=a=b']],
    ['docker run a > out', ['> out']],
    ['docker pull a && docker run a; docker ps', ['docker pull a &&', '; docker ps']],
  ])('%s is told what is not taken over, and fills the rest', (line, texts) => {
    const { form, notTaken } = read(line);
    expect(form).toEqual({ ...emptyRunForm, image: 'a' });
    expect(notTaken.map(({ text }) => text)).toEqual(texts);
  });

  it.each([
    ['docker run -e HOME a', '-e HOME', 'of your shell'],
    ['docker run --env-file=.env a', '--env-file .env', 'choose the file'],
    ['docker run --ip 10.0.0.2 a', '--ip 10.0.0.2', 'name one first'],
  ])('%s says why', (line, text, why) => {
    expect(read(line).notTaken).toEqual([{ text, why: expect.stringContaining(why) }]);
  });

  it('tells what was taken over although a shell would have changed it', () => {
    const why = expect.stringContaining('stands as it is');
    expect(read('docker run -v $PWD:/a a').notTaken).toEqual([{ text: '$PWD:/a', why, isTaken: true }]);
  });

  it.each([
    ['docker ps', 'begins with “docker run”'],
    ['', 'begins with “docker run”'],
    ['docker run "a', 'A " is not closed.'],
    ['docker run -l rule=Host(a) b', 'A shell cannot read it at “(a) b”'],
  ])('%j is refused', (line, problem) => {
    expect(readLine(line)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('is told from other texts', () => {
    for (const line of ['docker run a', '$ sudo docker container run x', 'slipway docker create\n a'])
      expect(isRunLine(line)).toBe(true);
    for (const text of ['nginx', 'docker', 'docker ps', 'echo docker run a'])
      expect(isRunLine(text)).toBe(false);
  });
});
