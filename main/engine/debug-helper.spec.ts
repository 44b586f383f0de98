import type { ContainerInspectInfo } from 'dockerode';
import { describe, expect, it } from 'vitest';
import { planHelper } from './debug-helper.ts';

const id = 'a'.repeat(64);

interface Given {
  readonly running?: boolean;
  readonly paused?: boolean;
  readonly mounts?: readonly string[];
  readonly config?: Partial<ContainerInspectInfo['HostConfig']>;
}

const plan = ({ running = true, paused = false, mounts = [], config = {} }: Given = {}) =>
  planHelper({
    Id: id,
    Name: '/web',
    State: { Running: running, Paused: paused, Restarting: false },
    Mounts: mounts.map((Destination) => ({ Destination })),
    HostConfig: { PidMode: '', IpcMode: 'private', ...config },
  } as unknown as ContainerInspectInfo);

describe('a helper beside a container that runs', () => {
  it('shares its processes and its network, and is removed by the engine', () => {
    const { options, environment } = plan();
    expect(options.HostConfig).toEqual({
      AutoRemove: true,
      PidMode: `container:${id}`,
      NetworkMode: `container:${id}`,
      CapAdd: ['SYS_PTRACE'],
    });
    expect(options).toMatchObject({
      Image: 'slipway/busybox:latest',
      StdinOnce: true,
      Labels: { 'dev.slipway.debug-of': id },
    });
    expect(options.name).toMatch(/^web-debug-[0-9a-f]{6}$/);
    expect(environment.join()).not.toContain('SLIPWAY_LOOK_FOR');
  });

  it('is the same for one that stands still', () => {
    expect(plan({ paused: true }).options.HostConfig?.PidMode).toBe(`container:${id}`);
  });

  it.each([
    ['private', {}],
    ['', {}],
    ['none', {}],
    ['shareable', { IpcMode: `container:${id}` }],
    ['host', { IpcMode: 'host' }],
    ['container:db', { IpcMode: 'container:db' }],
  ])('shares what can be shared of the memory of one with IPC mode “%s”', (IpcMode, shared) => {
    expect(plan({ config: { IpcMode } }).options.HostConfig).toMatchObject(shared);
    if (!('IpcMode' in shared))
      expect(plan({ config: { IpcMode } }).options.HostConfig).not.toHaveProperty('IpcMode');
  });

  it('looks for it among others that share its numbers', () => {
    for (const PidMode of ['host', 'container:db'])
      expect(plan({ config: { PidMode } }).environment).toContain(`SLIPWAY_LOOK_FOR=${id}`);
  });

  it('has its volumes where it has them, unless they would hide the tools', () => {
    expect(plan({ mounts: ['/data', '/var/lib/x'] }).options.HostConfig?.VolumesFrom).toEqual([id]);
    for (const folder of ['/', '/bin', '/usr/sbin', '/usr/bin/x', '/target', '/proc/x', '/dev'])
      expect(plan({ mounts: ['/data', folder] }).options.HostConfig).not.toHaveProperty('VolumesFrom');
  });
});

describe('a helper beside a container that does not run', () => {
  it('has its volumes alone', () => {
    const { options, environment } = plan({ running: false, mounts: ['/data', '/log'] });
    expect(options.HostConfig).toEqual({ AutoRemove: true, NetworkMode: 'none', VolumesFrom: [id] });
    expect(environment).toContain('SLIPWAY_FOLDER=/data');
  });

  it('is refused where there is nothing to look at', () => {
    expect(() => plan({ running: false })).toThrow('web does not run, and has no volumes');
  });
});

it('passes on no path that could write to the terminal as it likes', () => {
  const { environment } = plan({ running: false, mounts: ['/a\u001b]52;c;x\u0007\n'] });
  expect(environment[0]).toMatch(/at \/a\?]52;c;x\?\?\.$/);
});
