import { expect, it } from 'vitest';
import { choosePort } from './choose-port.ts';

const choose = (ports: readonly number[], portLabel?: string) =>
  choosePort({ name: 'web', ports, portLabel });

it.each([
  [[9_999], 9_999],
  [[3_000, 8_080, 80], 80],
  [[3_000, 8_080], 8_080],
  [[443, 8_443], 443],
  [[9_200, 9_300], 9_200],
  [[3_306, 33_060, 8_081], 8_081],
])('of %j takes %d', (ports, port) => {
  expect(choose(ports)).toMatchObject({ port, problem: null });
});

it('goes by the label before all else', () => {
  expect(choose([80], ' 5432 ')).toMatchObject({ port: 5_432 });
  expect(choose([], '3000')).toMatchObject({ port: 3_000 });
});

it('takes TLS for what speaks it by custom', () => {
  expect(choose([443])).toMatchObject({ isSecure: true });
  expect(choose([80])).toMatchObject({ isSecure: false });
});

it.each([
  [[], undefined, 'The container web does not say which ports it has.'],
  [
    [7_001, 9_998, 9_997],
    undefined,
    'Which port of the container web is meant is not known: it has 9997, 9998.',
  ],
  [[6_379], undefined, 'The container web has no port that is known to speak HTTP: it has 6379.'],
  [[80], 'http', 'The label dev.slipway.domain.port of the container web is no port.'],
  [[80], '0', 'The label dev.slipway.domain.port of the container web is no port.'],
  [[80], '65536', 'The label dev.slipway.domain.port of the container web is no port.'],
  [[80], '80 81', 'The label dev.slipway.domain.port of the container web is no port.'],
] as const)('of %j and the label %j takes none, and says why', (ports, label, message) => {
  expect(choose(ports, label)).toMatchObject({ port: null, problem: { message } });
});
