import { describe, expect, it } from 'vitest';
import { environmentProxies } from './environment-proxies.ts';
import { gnomeProxies } from './gnome-proxies.ts';
import { macosProxies } from './macos-proxies.ts';
import { noSystemProxies } from './system-proxies.ts';
import { windowsProxies } from './windows-proxies.ts';

describe('the environment', () => {
  it('says nothing without a proxy', () => {
    expect(environmentProxies({ no_proxy: 'localhost', HTTPS_PROXY: '' })).toBeUndefined();
  });

  it('is read in either case, the lower first', () => {
    const environment = {
      http_proxy: 'http://lower:1',
      HTTP_PROXY: 'http://upper:1',
      HTTPS_PROXY: 'http://secure:2',
      NO_PROXY: 'localhost, .corp.example',
    };
    expect(environmentProxies(environment)).toEqual({
      ...{ http: 'http://lower:1', https: 'http://secure:2', automatic: null },
      noProxy: ['localhost', '.corp.example'],
    });
  });

  it('has one for all that has none of its own', () => {
    expect(environmentProxies({ all_proxy: 'socks5h://p:1080', http_proxy: 'p:3128' })).toMatchObject({
      http: 'p:3128',
      https: 'socks5://p:1080',
    });
  });
});

/** As glib 2.74's gsettings printed it, with values set by itself. */
const gnome = String.raw`org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1', '*.corp.example', '10.0.0.0/8']
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http authentication-password "it's \"x\" \\ ü"
org.gnome.system.proxy.http authentication-user 'ann'
org.gnome.system.proxy.http enabled false
org.gnome.system.proxy.http host 'proxy.example.com'
org.gnome.system.proxy.http port 3128
org.gnome.system.proxy.http use-authentication true
org.gnome.system.proxy.https host ''
org.gnome.system.proxy.https port 0
org.gnome.system.proxy.socks host ''
org.gnome.system.proxy.socks port 0
`;

describe('GNOME', () => {
  it('goes to https by the proxy for http, with its user', () => {
    const http = "http://ann:it's%20%22x%22%20%5C%20%C3%BC@proxy.example.com:3128";
    expect(gnomeProxies(gnome)).toEqual({
      ...{ http, https: http, automatic: null },
      noProxy: ['localhost', '127.0.0.0/8', '::1', '*.corp.example', '10.0.0.0/8'],
    });
  });

  it('has others for https and the rest', () => {
    const others = gnome
      .replace("http host 'proxy.example.com'", "http host ''")
      .replace("https host ''", "https host 'secure'")
      .replace('https port 0', 'https port 8443')
      .replace("socks host ''", "socks host 'fd00::1'")
      .replace('socks port 0', 'socks port 1080')
      .replace(/ignore-hosts .*/, 'ignore-hosts @as []');
    expect(gnomeProxies(others)).toEqual({
      ...{ http: 'socks5://[fd00::1]:1080', https: 'http://secure:8443', noProxy: [], automatic: null },
    });
  });

  it.each([
    ['none', '', null],
    ['auto', 'http://wpad/x.pac', 'http://wpad/x.pac'],
    ['auto', '', 'WPAD'],
  ])('mode %s with the URL "%s" has no proxy of its own', (mode, url, automatic) => {
    const output = gnome
      .replace("'manual'", `'${mode}'`)
      .replace("autoconfig-url ''", `autoconfig-url '${url}'`);
    expect(gnomeProxies(output)).toEqual({ ...noSystemProxies, automatic });
  });

  it('without the schema has none', () => {
    expect(gnomeProxies('')).toEqual(noSystemProxies);
  });
});

/** In the form of scutil(8). */
const macos = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : 10/8
  }
  ExcludeSimpleHostnames : 0
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 3128
  HTTPProxy : proxy.example.com
  HTTPSEnable : 1
  HTTPSPort : 3129
  HTTPSProxy : secure.example.com
  ProxyAutoConfigEnable : 0
  ProxyAutoConfigURLString : http://wpad.example.com/proxy.pac
  ProxyAutoDiscoveryEnable : 0
  SOCKSEnable : 0
  __SCOPED__ : <dictionary> {
    en0 : <dictionary> {
      HTTPEnable : 1
      HTTPPort : 1
      HTTPProxy : other.example.com
    }
  }
}
`;

describe('macOS', () => {
  it('has a proxy for each, and networks without their zeros', () => {
    expect(macosProxies(macos)).toEqual({
      ...{ http: 'http://proxy.example.com:3128', https: 'http://secure.example.com:3129', automatic: null },
      noProxy: ['*.local', '169.254.0.0/16', '10.0.0.0/8'],
    });
  });

  it('has what is not enabled not at all', () => {
    const off = macos
      .replace('HTTPEnable : 1\n  HTTPPort', 'HTTPEnable : 0\n  HTTPPort')
      .replace('HTTPSEnable : 1', 'HTTPSEnable : 0');
    expect(macosProxies(off)).toMatchObject({ http: '', https: '', automatic: null });
    const automatic = 'http://wpad.example.com/proxy.pac';
    const pac = off.replace('ProxyAutoConfigEnable : 0', 'ProxyAutoConfigEnable : 1');
    expect(macosProxies(pac)).toMatchObject({ http: '', https: '', automatic });
    const wpad = off.replace('ProxyAutoDiscoveryEnable : 0', 'ProxyAutoDiscoveryEnable : 1');
    expect(macosProxies(wpad)).toMatchObject({ automatic: 'WPAD' });
  });

  it('says nothing of proxies where there are none', () => {
    expect(macosProxies('<dictionary> {\n  FTPPassive : 1\n}\n')).toEqual(noSystemProxies);
  });
});

/** In the form of reg.exe. */
const windows = [
  '',
  String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings`,
  '    CertificateRevocation    REG_DWORD    0x1',
  '    User Agent    REG_SZ    Mozilla/4.0 (compatible; MSIE 8.0; Win32)',
  '    ProxyEnable    REG_DWORD    0x1',
  '    ProxyServer    REG_SZ    proxy.example.com:8080',
  '    ProxyOverride    REG_SZ    *.example.com;192.168.*;10.*.*.*;<local>',
  '    AutoConfigURL    REG_SZ    ',
  '',
  String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\5.0`,
  '',
].join('\r\n');

describe('Windows', () => {
  it('has one proxy for all', () => {
    expect(windowsProxies(windows)).toEqual({
      ...{ http: 'proxy.example.com:8080', https: 'proxy.example.com:8080', automatic: null },
      noProxy: ['*.example.com', '192.168.0.0/16', '10.0.0.0/8', '<local>'],
    });
  });

  it('has one for each', () => {
    const each = windows.replace('proxy.example.com:8080', 'http=a:80;https=b:443;ftp=c:21;socks=d:1080');
    expect(windowsProxies(each)).toMatchObject({ http: 'a:80', https: 'b:443' });
    expect(windowsProxies(windows.replace('proxy.example.com:8080', 'socks=d:1080'))).toMatchObject({
      http: '',
      https: '',
    });
  });

  it('has none that is not enabled', () => {
    const off = windows.replace('ProxyEnable    REG_DWORD    0x1', 'ProxyEnable    REG_DWORD    0x0');
    expect(windowsProxies(off)).toEqual(noSystemProxies);
    const url = 'http://wpad.example.com/proxy.pac';
    const pac = off.replace('AutoConfigURL    REG_SZ    ', `AutoConfigURL    REG_SZ    ${url}`);
    expect(windowsProxies(pac)).toEqual({ ...noSystemProxies, automatic: url });
  });
});
