import { expect, it } from 'vitest';
import type { Domain, Domains } from '../contract/domains.ts';
import { domainPage } from './domain-page.ts';

const at = (port: number | null) => ({ wanted: port ?? 0, port, problem: null, holder: null });
const web: Domain = {
  ...{ name: 'web.slipway.localhost', container: { id: 'a1', name: 'web' } },
  ...{ isRunning: true, port: 80, problem: null, labelProblem: null },
};
const domains: Domains = { http: at(7080), https: at(443), authority: '', domains: [web] };

it('is where the name is answered', () => {
  expect(domainPage(web.name, domains)).toBe('http://web.slipway.localhost:7080/');
  expect(domainPage(web.name, { ...domains, http: at(80) })).toBe('http://web.slipway.localhost/');
  expect(domainPage(web.name, { ...domains, http: at(null) })).toBe('https://web.slipway.localhost/');
});

it('is none for what is no container’s name', () => {
  for (const name of ['evil.example', 'web.slipway.localhost@evil.example', 'web'])
    expect(() => domainPage(name, domains)).toThrow('No container that runs is called');
  const stopped = { ...domains, domains: [{ ...web, isRunning: false }] };
  expect(() => domainPage(web.name, stopped)).toThrow('No container that runs');
  expect(() => domainPage(web.name, { ...domains, domains: null })).toThrow('No container that runs');
});

it('says what is in the way', () => {
  const problem = { code: 'port-unavailable', message: 'It has no port.', hint: 'Say which.' } as const;
  expect(() => domainPage(web.name, { ...domains, domains: [{ ...web, problem }] })).toThrow('no port');
  expect(() => domainPage(web.name, { ...domains, http: at(null), https: at(null) })).toThrow('nowhere');
});
