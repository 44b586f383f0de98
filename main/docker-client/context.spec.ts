import { describe, expect, it } from 'vitest';
import { homePaths } from '../home/paths.ts';
import { contextName } from './context.ts';
import { endpointField } from './context-commands.ts';

describe('the docker context', () => {
  it('is called slipway for the default home alone', () => {
    expect(contextName(homePaths('/home/ann/.slipway'), '/home/ann')).toBe('slipway');
    const other = contextName(homePaths('/home/ann/work'), '/home/ann');
    expect(other).toMatch(/^slipway-[0-9a-f]{8}$/);
    expect(contextName(homePaths('/home/ann/work/'), '/home/ann')).toBe(other);
    expect(contextName(homePaths('/home/ann/play'), '/home/ann')).not.toBe(other);
  });

  it.each([
    ['unix:///a b/docker.sock', 'host=unix:///a b/docker.sock'],
    ['unix:///a,"b"/docker.sock', 'host=unix:///a,"b"/docker.sock'],
    ['unix:///a=b/docker.sock', 'host=unix:///a=b/docker.sock'],
    ['unix:///a=b,"c"/docker.sock', '"host=unix:///a=b,""c""/docker.sock"'],
  ])('gives %s to docker as docker reads it', (host, field) => {
    expect(endpointField(host)).toBe(field);
  });
});
