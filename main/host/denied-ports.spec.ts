import { describe, expect, it } from 'vitest';
import { keepDeniedPorts } from './denied-ports.ts';

const tried = (port: number, from = '172.17.0.2') => ({ protocol: 'tcp', from, port }) as const;

describe('ports of this computer that containers tried', () => {
  it('are told with who tried, and with what lets them', () => {
    const denied = keepDeniedPorts();
    expect(denied.problems([], 0)).toEqual([]);
    expect(denied.add(tried(5432), 'web', 0)).toBe(true);
    expect(denied.problems([{ first: 80, last: 81 }], 0)).toEqual([
      {
        code: 'host-port-closed',
        message:
          'The container web tried to reach port 5432 of this computer (host.docker.internal), which containers may not.',
        hint: 'To let them: `slipway settings set network.hostPorts 80-81,5432`.',
      },
    ]);
  });

  it('are no news the second time, and are forgotten after ten minutes without a try', () => {
    const denied = keepDeniedPorts();
    denied.add(tried(5432), undefined, 0);
    expect(denied.add(tried(5432), 'web', 300_000)).toBe(false);
    expect(denied.problems([], 899_999)).toHaveLength(1);
    expect(denied.problems([], 900_000)).toEqual([]);
    expect(denied.add(tried(5432), 'web', 900_001)).toBe(true);
  });

  it('are not told once they are to be had', () => {
    const denied = keepDeniedPorts();
    denied.add(tried(5432), 'web', 0);
    expect(denied.problems([{ first: 5000, last: 6000 }], 1)).toEqual([]);
  });

  it('are one problem, however many a container tries', () => {
    const denied = keepDeniedPorts();
    for (let port = 1; port <= 1_000; port += 1) denied.add(tried(port), 'scanner', port);
    const [problem, ...others] = denied.problems([], 1_000);
    expect(others).toEqual([]);
    expect(problem?.message).toMatch(
      /^The container scanner tried to reach the ports 256, 255, 254 and 253 more /,
    );
    expect(problem?.hint).toContain('network.hostPorts 254-256`');
  });

  it('make room for others once they are forgotten', () => {
    const denied = keepDeniedPorts();
    for (let port = 1; port <= 1_000; port += 1) denied.add(tried(port), 'scanner', 0);
    expect(denied.add(tried(5432), 'web', 1)).toBe(false);
    expect(denied.add(tried(5432), 'web', 600_000)).toBe(true);
  });

  it('may have been tried from the VM’s own network', () => {
    const denied = keepDeniedPorts();
    denied.add(tried(80, '10.0.2.15'), undefined, 0);
    expect(denied.problems([], 1)[0]?.message).toMatch(/^A program in the VM’s own network tried /);
  });

  it('may have been tried by several', () => {
    const denied = keepDeniedPorts();
    denied.add(tried(80), 'web', 0);
    denied.add(tried(81, '172.17.0.3'), undefined, 1);
    expect(denied.problems([], 1)[0]?.message).toMatch(
      /^Containers \(172\.17\.0\.3 and others\) tried to reach the ports 81 and 80 /,
    );
  });
});
