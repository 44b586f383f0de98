import type { EngineApi } from './engine-api.ts';

/** Markup that says so when a page takes it for markup. */
export const markup = '<img src=x onerror="window.injected=1"><a href="https://example.org/">press</a>';

/** Turns what follows round, hides in it, and overprints its neighbours. */
const deceit = `\u202egpj.exe\u2066\u200b\u200f${`o${'\u0301'.repeat(300)}`}`;

/** What a terminal would obey: clear the screen, a colour, a title, a link, the clipboard. */
const sequences =
  '\u001b[2J\u001b[31m\u001b]0;title\u0007\u001b]8;;https://example.org/\u0007press\u001b]8;;\u0007\u001b]52;c;c3RvbGVu\u0007';

/** All of these in one text, with line ends and half of a character. */
export const hostile = `${markup}${deceit}${sequences}\n\n\ud800`;

/** A text of a million characters without a place to break. */
export const endless = 'W'.repeat(1_000_000);

/** Names by which JavaScript knows something already. */
const known = { constructor: 'x', toString: 'x', hasOwnProperty: 'x' };

/** Labels as nobody good has them. `__proto__` has to be a name of its own to be sent. */
export const hostileLabels: Readonly<Record<string, string>> = Object.defineProperty(
  { ...known, [hostile]: hostile, endless, [endless]: 'by an endless name', '': 'without a name' },
  '__proto__',
  { value: '{"polluted":true}', enumerable: true },
);

/** Bytes that are no UTF-8, for printf of a shell. */
const badBytes = String.raw`\377\376\303\050\360\202`;

/** Makes one of each kind with the worst that the engine lets in, all called `hostile` as far as a name is free. */
export async function makeHostileObjects(api: EngineApi): Promise<void> {
  await api.ask('POST', '/networks/create', { Name: markup, Labels: hostileLabels });
  await api.ask('POST', '/volumes/create', { Name: 'hostile', Labels: hostileLabels });
  const script = [
    `printf '%s ${badBytes}\\n' "$0" "$0" >&2`,
    'head -c 1000000 /dev/zero | tr "\\0" W',
    `mkdir "/tmp/\${1}"; touch "/tmp/\${1}/$(printf '${badBytes}')"`,
    'sleep 1000000; :',
  ];
  await api.ask('POST', '/containers/create?name=hostile', {
    Image: 'slipway/busybox',
    Cmd: ['sh', '-c', script.join('\n'), hostile, markup.replaceAll('/', '|')],
    Env: [`HOSTILE=${hostile}`, `${markup}=x`, 'TWICE=one', 'TWICE=two'],
    Labels: {
      ...hostileLabels,
      'com.docker.compose.project': hostile,
      'com.docker.compose.service': endless,
    },
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: 'hostile', Target: `/${markup.replaceAll('/', '|')}` }],
    },
    NetworkingConfig: { EndpointsConfig: { [markup]: {} } },
  });
  await api.ask('POST', '/containers/hostile/start');
  // A container of its own: each probe is an event, which carries all labels.
  const probe = `printf '%s ${badBytes}' '${markup}'; exit 1`;
  await api.ask('POST', '/containers/create?name=unhealthy', {
    Image: 'slipway/busybox',
    Cmd: ['sleep', '1000000'],
    Healthcheck: { Test: ['CMD-SHELL', probe], Interval: 1e9, Retries: 1 },
  });
  await api.ask('POST', '/containers/unhealthy/start');
  // Too long to be started with: its page shows it all the same.
  await api.ask('POST', '/containers/create?name=endless', {
    Image: 'slipway/busybox',
    Cmd: ['sh', '-c', endless],
    Env: [`ENDLESS=${endless}`, `${endless}=x`],
    Labels: { 'com.docker.compose.project': endless },
    User: hostile,
  });
  await api.ask('POST', `/containers/create?name=${'N'.repeat(4_000)}`, { Image: 'slipway/busybox' });
  const [author, comment] = [
    encodeURIComponent(markup),
    encodeURIComponent(`${markup}${deceit}${sequences}${endless.slice(0, 100_000)}`),
  ];
  const commit = `/commit?container=endless&repo=hostile/image&author=${author}&comment=${comment}`;
  await api.ask('POST', commit, {
    Labels: hostileLabels,
    Env: [`HOSTILE=${hostile}`],
    Cmd: [hostile, endless],
    WorkingDir: `/${markup}`,
  });
}
