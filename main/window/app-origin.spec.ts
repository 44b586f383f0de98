import { describe, expect, it } from 'vitest';
import { isAppUrl } from './app-origin.ts';
import { externalUrl } from './external-url.ts';

describe('isAppUrl', () => {
  it.each(['slipway://app/index.html', 'slipway://app/#/images'])('takes %s', (address) => {
    expect(isAppUrl(address)).toBe(true);
  });
  it.each([
    'slipway://app.evil.example/index.html',
    'slipway://app:80/',
    'slipway://user@app/',
    'https://app/index.html',
    'file:///index.html',
    'about:blank',
    '',
  ])('refuses %s', (address) => {
    expect(isAppUrl(address)).toBe(false);
  });
});

describe('externalUrl', () => {
  it('takes a web page', () => {
    expect(externalUrl('https://example.org/a b')).toBe('https://example.org/a%20b');
  });
  it.each([
    'http://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'https://user:word@example.org/',
    'not an address',
  ])('refuses %s', (address) => {
    expect(externalUrl(address)).toBeUndefined();
  });
});
