import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inheritNothing } from './inherit-nothing.ts';

/** Prints the numbers of the descriptors that it has, its own for listing them left out. */
const list = [
  'sh',
  ['-c', 'for fd in 5 17; do [ -e /proc/$$/fd/$fd ] && echo "open $fd"; done; echo "$1"', 'sh'],
];

it('leaves the command alone where nothing leaks', () => {
  expect(inheritNothing('qemu', ['-m', '5'], false)).toEqual({ command: 'qemu', parameters: ['-m', '5'] });
});

it.runIf(process.platform === 'linux')(
  'closes what would be inherited, and keeps arguments as they are',
  () => {
    const file = openSync('/dev/null', 'r');
    try {
      const [program, parameters] = list as [string, string[]];
      const { command, parameters: all } = inheritNothing(program, [...parameters, 'a "b" $c'], true);
      const output = execFileSync(command, all, {
        stdio: ['ignore', 'pipe', 'inherit', 'ignore', 'ignore', file],
        encoding: 'utf8',
      });
      expect(output).toBe('a "b" $c\n');
    } finally {
      closeSync(file);
    }
  },
);
