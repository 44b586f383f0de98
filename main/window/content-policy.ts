/**
 * The page's Content-Security-Policy: scripts and styles of the app alone, no connection to anywhere, nothing embedded.
 * The nonce is for the style elements that xterm.js and react-aria make at run time; scripts have none. The one policy of Trusted
 * Types vouches for the address of the worker that searches logs.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types slipway-search',
  ].join('; ');
}

/** What the page holds where the nonce of each load belongs. */
export const noncePlaceholder = 'slipway-style-nonce';
