import { describe, expect, it } from 'vitest';
import { parsePortsLine } from './ports-line.ts';

const words = '7 tcp 127.0.0.1 8080 61440 172.17.0.2 80';
const port = {
  ...{ id: 7, protocol: 'tcp', address: '127.0.0.1', port: 8080 },
  ...{ door: 61_440, containerPort: 80 },
};

describe('parsePortsLine', () => {
  it('understands what the broker says', () => {
    expect(parsePortsLine('hello')).toEqual({ kind: 'hello' });
    expect(parsePortsLine(`ask ${words}`)).toEqual({ kind: 'ask', port });
    expect(parsePortsLine(`port ${words}`)).toEqual({ kind: 'port', port });
    expect(parsePortsLine('listed 0a1b2c3d')).toEqual({ kind: 'listed', word: '0a1b2c3d' });
    expect(parsePortsLine('gone 7')).toEqual({ kind: 'gone', id: 7 });
    expect(parsePortsLine('denied tcp 172.17.0.2 5432')).toEqual({
      ...{ kind: 'denied', protocol: 'tcp', from: '172.17.0.2', port: 5432 },
    });
  });

  it('knows both protocols and both kinds of addresses', () => {
    expect(parsePortsLine('ask 1 udp ::1 53 65535 fd00::2 5353')).toMatchObject({
      port: { protocol: 'udp', address: '::1', door: 65_535 },
    });
  });

  it.each([
    ['', 'nothing'],
    ['hello there', 'more than a greeting'],
    ['shout 7', 'another verb'],
    ['denied tcp 172.17.0.2', 'no port that was tried'],
    ['denied tcp web 5432', 'a name for who tried'],
    ['denied tcp 172.17.0.2 5432 more', 'more than who tried what'],
    ['ask 7 tcp 127.0.0.1 8080 61440 172.17.0.2', 'too few words'],
    [`ask ${words} more`, 'too many words'],
    ['ask 7 sctp 127.0.0.1 8080 61440 172.17.0.2 80', 'another protocol'],
    ['ask 7 tcp localhost 8080 61440 172.17.0.2 80', 'a name for an address'],
    ['ask 7 tcp fe80::1%eth0 8080 61440 172.17.0.2 80', 'an address with a zone'],
    ['ask 7 tcp 127.0.0.1 0 61440 172.17.0.2 80', 'no port'],
    ['ask 7 tcp 127.0.0.1 65536 61440 172.17.0.2 80', 'a port that there is not'],
    ['ask 7 tcp 127.0.0.1 08080 61440 172.17.0.2 80', 'a number of another writing'],
    ['ask 7 tcp 127.0.0.1 8080 61375 172.17.0.2 80', 'the engine’s own port for a door'],
    ['ask 7 tcp 127.0.0.1 8080 61022 172.17.0.2 80', 'the port of SSH for a door'],
    ['ask -7 tcp 127.0.0.1 8080 61440 172.17.0.2 80', 'a negative number'],
    ['ask 7 tcp 127.0.0.1 8080 61440 $(reboot) 80', 'a word of a shell'],
    ['gone 1e3', 'a number of another writing'],
    ['listed ../../x', 'a path'],
    [`ask ${'7'.repeat(300)}`, 'a long line'],
  ])('takes %j for no line of ours: %s', (line) => {
    expect(parsePortsLine(line)).toBeUndefined();
  });
});
