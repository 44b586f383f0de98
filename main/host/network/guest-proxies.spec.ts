import { describe, expect, it } from 'vitest';
import { noProxies } from './find-proxies.ts';
import { proxiesForGuest } from './guest-proxies.ts';

const near = ['localhost', '127.0.0.0/8', '::1', '10.0.2.0/24', 'host.docker.internal'];

describe('the proxies as the guest reaches them', () => {
  it('are the same elsewhere, and never for what is near', () => {
    const proxies = { http: 'http://a:b@proxy:1', https: 'https://proxy:2', noProxy: ['.x', 'localhost'] };
    expect(proxiesForGuest(proxies)).toEqual({
      proxies: { ...proxies, noProxy: ['.x', ...near] },
      ...{ hostPorts: [], problems: [] },
    });
    expect(proxiesForGuest(noProxies)).toEqual({ proxies: noProxies, hostPorts: [], problems: [] });
  });

  it.each(['127.0.0.1', 'localhost', 'proxy.localhost', '0.0.0.0'])(
    'are behind 10.0.2.2 when they listen on %s, and need a port of it',
    (host) => {
      const address = `http://ann:s3cret@${host}:3128`;
      const { proxies, hostPorts } = proxiesForGuest({ http: address, https: address, noProxy: [] });
      expect(proxies).toMatchObject({
        http: 'http://ann:s3cret@10.0.2.2:3128',
        https: 'http://ann:s3cret@10.0.2.2:3128',
      });
      expect(hostPorts).toEqual([3128]);
    },
  );

  it('need a port each', () => {
    const proxies = { http: 'http://localhost:80', https: 'socks5://localhost:1080', noProxy: [] };
    expect(proxiesForGuest(proxies).hostPorts).toEqual([80, 1080]);
  });

  it.each(['127.0.0.2', '[::1]'])('are none when they listen on %s, which is said once', (host) => {
    const address = `http://ann:s3cret@${host}:3128`;
    const found = proxiesForGuest({ http: address, https: address, noProxy: ['x'] });
    expect(found).toMatchObject({ proxies: noProxies, hostPorts: [] });
    expect(found.problems).toMatchObject([{ code: 'proxy-unusable' }]);
    expect(JSON.stringify(found.problems)).not.toContain('s3cret');
  });
});
