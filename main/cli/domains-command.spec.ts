import { describe, expect, it } from 'vitest';
import type { Domain, DomainListener, Domains } from '../contract/domains.ts';
import { formatDomains, formatTrust, withUrls } from './domains-command.ts';
import { formatDomainPorts } from './ports-command.ts';

const at = (port: number): DomainListener => ({ wanted: port, port, problem: null, holder: null });
const web: Domain = {
  ...{ name: 'web.slipway.localhost', container: { id: 'a1', name: 'web' } },
  ...{ isRunning: true, port: 80, problem: null, labelProblem: null },
};
const problem = { code: 'port-unavailable', message: 'Port 80 is taken.', hint: 'End it.' } as const;
const elsewhere: DomainListener = { wanted: 80, port: 7080, problem, holder: { pid: 9, name: 'nginx' } };
const domains: Domains = { http: at(80), https: at(443), authority: '/h/authority.crt', domains: [web] };

describe('the table of names', () => {
  it('has where each leads, and what is in the way', () => {
    const other: Domain = {
      ...web,
      ...{ name: 'db.slipway.localhost', container: { id: 'b2', name: 'd\u001b[31mb' }, port: null },
      problem: { code: 'port-unavailable', message: 'It has no port.', hint: 'Say which.' },
    };
    const stopped = { ...web, name: 'old.slipway.localhost', isRunning: false, port: null };
    expect(formatDomains({ ...domains, http: elsewhere, domains: [other, stopped, web] })).toEqual([
      'ADDRESS                             CONTAINER  PORT  STATE',
      'http://db.slipway.localhost:7080/   d\uFFFD[31mb    -     not reached',
      'http://old.slipway.localhost:7080/  web        -     does not run',
      'http://web.slipway.localhost:7080/  web        80    open',
      'It has no port.',
      '  try: Say which.',
      '',
      'HTTP is answered at port 7080 in place of 80. Port 80 is taken.',
      '  try: End it.',
    ]);
  });

  it('says once of each container what is wrong with its label', () => {
    const labelProblem = { code: 'invalid-argument', message: 'No host: "x y".', hint: 'Dots.' } as const;
    const both = [
      { ...web, labelProblem },
      { ...web, name: 'shop.slipway.localhost', labelProblem },
    ];
    expect(formatDomains({ ...domains, domains: both }).slice(3)).toEqual([
      'No host: "x y".',
      '  try: Dots.',
    ]);
  });

  it('says why there are none', () => {
    const off = { wanted: 0, port: null, problem: null, holder: null };
    expect(formatDomains({ ...domains, domains: [] })).toEqual(['No container has a name.']);
    expect(formatDomains({ ...domains, domains: null })).toEqual([
      'Which containers there are is known once the VM is awake.',
    ]);
    expect(formatDomains({ ...domains, http: off, https: off })).toEqual([
      'Containers are reached by no name: both ports are 0 in the settings.',
      '  try: slipway settings set domains.httpPort 80',
    ]);
    expect(formatDomains({ ...domains, http: { ...elsewhere, port: null } })).toContain(
      'HTTP is answered nowhere. Port 80 is taken.',
    );
  });

  it('has the addresses in JSON', () => {
    expect(withUrls({ ...domains, https: { ...at(443), port: null } }).domains).toEqual([
      { ...web, http: 'http://web.slipway.localhost/', https: null },
    ]);
    expect(withUrls({ ...domains, domains: null }).domains).toBeNull();
  });
});

it('is pointed at beside the ports', () => {
  expect(formatDomainPorts(null)).toEqual([]);
  expect(formatDomainPorts({ http: elsewhere, https: at(443) })).toEqual([
    '',
    'By name: http://NAME.slipway.localhost:7080/, https://NAME.slipway.localhost/; `slipway domains` lists them.',
  ]);
});

it('says what became of each store, and what is left to do', () => {
  const commands = ['sudo install -m 0644 a b', 'sudo update-ca-certificates'];
  const lines = formatTrust(
    {
      certificate: '/h/authority.crt',
      stores: [
        { kind: 'done', title: 'Firefox' },
        { kind: 'done', title: 'Firefox' },
        { kind: 'by-hand', title: 'curl', hint: 'It takes an administrator:', commands },
      ],
    },
    'add',
  );
  expect(lines).toEqual([
    'Trusted from now on by Firefox; what runs already may have to be started anew.',
    'For curl: It takes an administrator:',
    '  sudo install -m 0644 a b',
    '  sudo update-ca-certificates',
    'The certificate is /h/authority.crt, good for names below slipway.localhost alone.',
  ]);
  expect(formatTrust({ certificate: '', stores: [{ kind: 'none', title: 'Firefox' }] }, 'remove')).toEqual([
    'It was not trusted by Firefox.',
  ]);
});
