import { describe, expect, it } from 'vitest';
import { isAppUrl } from './app-origin.ts';

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
