import { describe, expect, it } from 'vitest';
import {
  isNoProxyEntry,
  maskCredentials,
  parseProxyAddress,
  splitNoProxy,
  writeProxyAddress,
} from './proxies.ts';

describe('the address of a proxy', () => {
  it.each([
    ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
    ['http://proxy.example.com:3128/', 'http://proxy.example.com:3128'],
    ['HTTP://Proxy.Example.com', 'http://proxy.example.com:80'],
    ['proxy.example.com:8080', 'http://proxy.example.com:8080'],
    ['10.1.2.3', 'http://10.1.2.3:80'],
    ['https://proxy', 'https://proxy:443'],
    ['https://proxy:80', 'https://proxy:80'],
    ['socks5://proxy', 'socks5://proxy:1080'],
    ['socks5://proxy:80', 'socks5://proxy:80'],
    ['http://[fd00::1]:3128', 'http://[fd00::1]:3128'],
    ['http://ann:s3cret@proxy:3128', 'http://ann:s3cret@proxy:3128'],
    ['http://ann:a@b:c/d@proxy:3128', undefined],
    ['http://ann:a@b@proxy:3128', 'http://ann:a%40b@proxy:3128'],
    ['http://ann:ü=%20@proxy:3128', 'http://ann:%C3%BC%3D%20@proxy:3128'],
    ['ann:s3cret@proxy:3128', 'http://ann:s3cret@proxy:3128'],
    ['socks5://ann:s3cret@proxy:1080', 'socks5://ann:s3cret@proxy:1080'],
  ])('%s is %s', (text, expected) => {
    const address = parseProxyAddress(text);
    expect(address === undefined ? undefined : writeProxyAddress(address)).toBe(expected);
  });

  it.each([
    ...['', 'http://', 'http://:3128', 'http://proxy:0x50', 'http://proxy:65536', 'http://a b:3128'],
    ...['ftp://proxy:3128', 'socks4://proxy', 'file:///etc/passwd', 'http://proxy:3128/path'],
    ...[
      'http://proxy:3128?x',
      'http://proxy:3128#x',
      'http://proxy\n:3128',
      'http:\\\\proxy',
      'constructor://p',
    ],
  ])('is not %j', (text) => {
    expect(parseProxyAddress(text)).toBeUndefined();
  });
});

describe('maskCredentials', () => {
  it.each([
    ['http://proxy:3128', 'http://proxy:3128'],
    ['http://ann:s3cret@proxy:3128', 'http://***@proxy:3128'],
    ['http://t0ken@proxy:3128', 'http://***@proxy:3128'],
    ['http://ann:s3@cret@proxy:3128', 'http://***@proxy:3128'],
    ['ann:s3cret@proxy', '***@proxy'],
    ['http:/ann:s3cret@proxy', '***@proxy'],
    ['system', 'system'],
  ])('%s is shown as %s', (text, shown) => {
    expect(maskCredentials(text)).toBe(shown);
  });
});

describe('what goes past a proxy', () => {
  it('is a list with commas or white space', () => {
    expect(splitNoProxy(' a.example, .b.example\t10.0.0.0/8,,')).toEqual([
      'a.example',
      '.b.example',
      '10.0.0.0/8',
    ]);
  });

  it.each([
    ...[
      '*',
      'localhost',
      'example.com',
      '.example.com',
      '*.example.com',
      'example.com:5000',
      'a_b',
      'bücher.example',
    ],
    ...['10.0.0.1', '10.0.0.1:80', '10.0.0.0/8', '::1', 'fd00::/8', '[::1]:80', '[fd00::1]', 'host.'],
  ])('takes %s', (entry) => {
    expect(isNoProxyEntry(entry)).toBe(true);
  });

  it.each([
    ...['', '10.0.0.300', '10.0.0.0/33', 'fd00::/129', '10.0.0', 'http://example.com', 'a/b', '192.168.*'],
    ...['example.com:0', 'example.com:70000', '*example.com', 'a..b', '<local>', ':80', '::g', '[10.0.0.1]'],
  ])('does not take %j', (entry) => {
    expect(isNoProxyEntry(entry)).toBe(false);
  });
});
