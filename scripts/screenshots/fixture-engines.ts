import type { EngineTest, engineListRequests, ListedEngine } from '../../main/contract/engines.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import type { Handlers } from '../../main/contract/requests.ts';
import type { Status } from '../../main/contract/status.ts';
import { never } from './never.ts';

/** Which engine is worked on: Slipway's own, another one, or another one that is lost. */
export type EngineScene = 'own' | 'other' | 'lost';

const own: ListedEngine = {
  ...{ name: 'slipway', endpoint: 'unix:///home/maria/.slipway/docker.sock', tls: null },
  ...{ origin: 'slipway', isChosen: true, problem: null },
};

const engines: readonly ListedEngine[] = [
  own,
  {
    ...{ name: 'build', endpoint: 'ssh://maria@build.example', tls: null },
    ...{ origin: 'added', isChosen: false, problem: null },
  },
  {
    ...{ name: 'staging', endpoint: 'tcp://staging.example:2376' },
    tls: { ca: '/home/maria/ca.pem', cert: '/home/maria/cert.pem', key: '/home/maria/key.pem' },
    ...{ origin: 'added', isChosen: false, problem: null },
  },
  {
    ...{ name: 'default', endpoint: 'unix:///var/run/docker.sock', tls: null },
    ...{ origin: 'docker', isChosen: false, problem: null },
  },
  {
    ...{ name: 'old-lab', endpoint: 'tcp://lab.example:2375', tls: null, origin: 'docker', isChosen: false },
    problem: {
      code: 'invalid-argument',
      message:
        '"tcp://lab.example:2375" cannot be used as the endpoint of an engine: without TLS everybody on the way could read along and take that machine over.',
      hint: 'Use `ssh://`, or give the files of TLS: `--ca`, `--cert` and `--key`.',
    },
  },
];

const lost = {
  code: 'engine-unreachable',
  message: 'build.example did not answer over SSH in time.',
  hint: 'Check the address, and that no firewall is in the way; the machine may be off.',
} as const;

const answer = { version: '28.5.2', apiVersion: '1.51', connectMs: 412, latencyMs: 18.4 };

/** Engines of every kind; testing any but one finds it well. */
export function fixtureEngines(scene: () => EngineScene): Handlers<typeof engineListRequests> {
  const test = (name: string): EngineTest => {
    const endpoint = engines.find((engine) => engine.name === name)?.endpoint ?? '';
    if (name !== 'staging') return { name, endpoint, answer, failed: null };
    const failure = {
      code: 'engine-unreachable',
      message: 'staging.example:2376 shows a certificate that has expired.',
      hint: 'Have it renewed; if it has not expired, check this computer’s clock.',
    } as const;
    return { name, endpoint, answer: null, failed: { step: 'certificate', failure } };
  };
  return {
    'engines.present': async () => (scene() === 'own' ? own : (engines[1] ?? own)),
    'engines.list': async () => ({ engines, problem: null }),
    'engines.test': async ({ name }) => test(name),
    'engines.add': async ({ endpoint }) => {
      throw new SlipwayError({
        code: 'invalid-argument',
        message: `${JSON.stringify(endpoint)} cannot be used as the endpoint of an engine: it is of no kind that Slipway knows.`,
        hint: 'Write `unix:///PATH`, `ssh://[USER@]HOST[:PORT]`, or `tcp://HOST[:PORT]` with the files of TLS.',
      });
    },
    'engines.remove': never,
    'engines.use': never,
  };
}

/** How another engine is told of. */
export function otherStatus(base: Status, scene: Exclude<EngineScene, 'own'>): Status {
  const isLost = scene === 'lost';
  return {
    ...base,
    ...{ state: isLost ? 'waiting' : 'running', vm: null, domains: null, memory: null, boot: null },
    ...{ engine: isLost ? null : { version: '28.5.2', apiVersion: '1.51' }, restarted: null },
    problems: isLost ? [lost] : [],
  };
}
