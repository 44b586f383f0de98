import { describe, expect, it } from 'vitest';
import { formatHostPorts, parseHostPorts } from './host-ports.ts';

describe('ports of this computer that containers may reach', () => {
  it.each([
    ['', ''],
    ['  ', ''],
    ['all', 'all'],
    ['1-65535', 'all'],
    ['5432', '5432'],
    ['3000-3010, 5432', '3000-3010,5432'],
    ['5432,80 , 81', '80-81,5432'],
    ['10-20,15-30,12', '10-30'],
    ['65535', '65535'],
  ])('reads %j as %j', (text, expected) => {
    expect(formatHostPorts(parseHostPorts(text) ?? [{ first: 0, last: 0 }])).toBe(expected);
  });

  it.each([
    '0',
    '65536',
    '20-10',
    '80,',
    ',',
    '80;81',
    'none',
    'http',
    '-80',
    '1-2-3',
    '0x50',
    '8e1',
    '080',
    Array.from({ length: 65 }, (_, index) => index * 2 + 1).join(','),
  ])('does not take %j', (text) => {
    expect(parseHostPorts(text)).toBeUndefined();
  });
});
