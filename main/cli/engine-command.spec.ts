import { expect, it } from 'vitest';
import type { ListedEngine } from '../contract/engines.ts';
import { formatEngines, formatTest } from './engine-command.ts';

const own: ListedEngine = {
  ...{ name: 'slipway', endpoint: 'unix:///h/docker.sock', tls: null },
  ...{ origin: 'slipway', isChosen: true, problem: null },
};

it('lists engines with where they lead, the chosen one with a star, and what is wrong', () => {
  const problem = { code: 'invalid-argument', message: 'No TLS.', hint: 'Use ssh.' } as const;
  const tls = { ca: '/ca.pem', cert: null, key: null };
  const lines = formatEngines([
    own,
    { ...own, name: 'build', endpoint: 'tcp://b:2376', tls, origin: 'added', isChosen: false },
    { ...own, name: 'x\u001b[2J', endpoint: 'tcp://p:2375', origin: 'docker', isChosen: false, problem },
  ]);
  expect(lines).toEqual([
    '   NAME     FROM            ENDPOINT',
    '*  slipway  Slipway         unix:///h/docker.sock',
    '   build    added           tcp://b:2376 (TLS)',
    expect.stringMatching(/docker context {2}tcp:\/\/p:2375$/),
    'No TLS.',
    '  try: Use ssh.',
  ]);
  expect(lines.join('')).not.toContain('\u001b');
});

it('tells what a test found', () => {
  const answer = { version: '28.5.2', apiVersion: '1.51', connectMs: 210.4, latencyMs: 12.1 };
  expect(formatTest({ name: 'build', endpoint: 'ssh://b', answer, failed: null })).toBe(
    'build answers: Docker 28.5.2 (API 1.51), connected in 210.4 ms, 12.1 ms there and back.',
  );
});
