import { expect, it } from 'vitest';
import { emptyNetworkForm, type NetworkForm, readNetworkForm } from './network-form.ts';

const form = (text: Partial<NetworkForm['text']>, more: Partial<NetworkForm> = {}): NetworkForm => ({
  ...emptyNetworkForm,
  ...more,
  text: { ...emptyNetworkForm.text, name: 'a', ...text },
});

it('leaves the addresses to the engine when none is given', () => {
  expect(readNetworkForm(form({}))).toEqual({
    problems: {},
    parameters: {
      name: 'a',
      driver: 'bridge',
      ranges: [],
      internal: false,
      attachable: false,
      ipv6: false,
      labels: {},
    },
  });
});

it('asks for both kinds of addresses', () => {
  const read = readNetworkForm(
    form({ subnet: ' 10.1.0.0/24 ', gateway: '10.1.0.1', subnet6: 'fd00::/64' }, { ipv6: true }),
  );
  expect(read.problems).toEqual({});
  expect(read.parameters.ranges).toEqual([
    { subnet: '10.1.0.0/24', gateway: '10.1.0.1', range: '' },
    { subnet: 'fd00::/64' },
  ]);
});

it.each([
  [{ name: ' ' }, 'name'],
  [{ subnet: '10.1.0.0' }, 'subnet'],
  [{ subnet: '10.1.0.0/33' }, 'subnet'],
  [{ gateway: '10.1.0.1' }, 'gateway'],
  [{ subnet: '10.1.0.0/24', gateway: 'router' }, 'gateway'],
  [{ range: '10.1.0.0/25' }, 'range'],
  [{ labels: '=x' }, 'labels'],
])('finds what is wrong in %o', (text, field) => {
  expect(Object.keys(readNetworkForm(form(text)).problems)).toEqual([field]);
});
