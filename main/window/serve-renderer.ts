import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { isAppUrl } from './app-origin.ts';
import { contentPolicy, noncePlaceholder } from './content-policy.ts';

/** Kinds of files that the renderer is made of; any other is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.map': 'application/json',
};

/** Answers a request of the app's own scheme from the folder of the built renderer, and from nowhere else. */
export function rendererServer(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = request.method === 'GET' ? await fileOf(folder, request.url) : undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    const nonce = randomBytes(16).toString('base64');
    const content = await readFile(file);
    const isPage = extname(file) === '.html';
    return new Response(isPage ? content.toString('utf8').replaceAll(noncePlaceholder, nonce) : content, {
      headers: {
        'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': contentPolicy(nonce),
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
      },
    });
  };
}

/** The file that an address names; undefined when there is none, or when it lies outside the folder. */
export async function fileOf(folder: string, address: string): Promise<string | undefined> {
  if (!isAppUrl(address)) return undefined;
  try {
    const path = decodeURIComponent(new URL(address).pathname);
    if (path.includes('\0') || contentTypes[extname(path)] === undefined) return undefined;
    const base = await realpath(folder);
    const file = await realpath(join(base, path));
    return file.startsWith(base + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}
