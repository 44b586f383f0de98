import { describe, expect, it } from 'vitest';
import { findProxies, noProxies, type ProxyPlace } from './find-proxies.ts';

const system = { 'network.proxy': 'system', 'network.noProxy': '' };

/** A computer without any proxy. */
const place: ProxyPlace = { platform: 'linux', environment: {}, ask: async () => undefined };

const manual = (host: string) =>
  `org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.http host '${host}'\norg.gnome.system.proxy.http port 3128\n`;

describe('the proxies', () => {
  it('are none where the system has none', async () => {
    expect(await findProxies(system, place)).toMatchObject({ proxies: noProxies, problems: [] });
  });

  it('are those of the environment before those of the desktop', async () => {
    const environment = { https_proxy: 'proxy:8080', no_proxy: 'localhost,<local>,10.0.0.0/8' };
    const found = await findProxies(
      { ...system, 'network.noProxy': '.corp.example, localhost' },
      { ...place, environment, ask: async () => expect.fail('asked') },
    );
    expect(found).toEqual({
      proxies: {
        ...{ http: '', https: 'http://proxy:8080' },
        noProxy: ['localhost', '10.0.0.0/8', '.corp.example'],
      },
      ...{ source: 'the environment', problems: [], leftOut: ['<local>'] },
    });
  });

  it.each([
    ['linux', 'gsettings'],
    ['darwin', 'scutil'],
    ['win32', 'reg'],
  ] as const)('on %s are asked of %s', async (platform, program) => {
    const asked: string[] = [];
    const ask = async (name: string) => {
      asked.push(name);
      return undefined;
    };
    await findProxies(system, { ...place, platform, ask });
    expect(asked).toEqual([program]);
  });

  it('are those of the desktop', async () => {
    const found = await findProxies(system, { ...place, ask: async () => manual('proxy') });
    expect(found).toMatchObject({
      proxies: { http: 'http://proxy:3128', https: 'http://proxy:3128' },
      source: 'the settings of GNOME',
    });
  });

  it('are the one of the settings, whatever the system says', async () => {
    const environment = { http_proxy: 'http://other:1' };
    const settings = { 'network.proxy': 'ann:s3cret@proxy', 'network.noProxy': 'a.example b.example' };
    expect((await findProxies(settings, { ...place, environment })).proxies).toEqual({
      ...{ http: 'http://ann:s3cret@proxy:80', https: 'http://ann:s3cret@proxy:80' },
      noProxy: ['a.example', 'b.example'],
    });
    const none = { ...settings, 'network.proxy': 'none' };
    expect((await findProxies(none, { ...place, environment })).proxies).toEqual(noProxies);
  });

  it('are not those of a PAC file, which is said', async () => {
    const url = 'http://ann:s3cret@wpad.example.com/proxy.pac';
    const output = `org.gnome.system.proxy mode 'auto'\norg.gnome.system.proxy autoconfig-url '${url}'\n`;
    const { proxies, problems } = await findProxies(system, { ...place, ask: async () => output });
    expect(proxies).toEqual(noProxies);
    expect(problems).toMatchObject([
      { code: 'proxy-unusable', message: expect.stringContaining('http://***@wpad.example.com/proxy.pac') },
    ]);
  });

  it('are not what dockerd does not take, which is said once and without its password', async () => {
    const address = 'socks4://ann:s3cret@proxy:1080';
    const environment = { http_proxy: address, https_proxy: address };
    const { proxies, problems } = await findProxies(system, { ...place, environment });
    expect(proxies).toEqual(noProxies);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('s3cret');
  });
});
