import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { plain } from '../../util/failure-lines.ts';

/** Something that is told in place of a container's answer. */
export interface PlainAnswer {
  readonly status: number;
  readonly title: string;
  /** Sentences. Text between backticks is something to type. */
  readonly lines: readonly string[];
  /** Names that there are, with where they lead; only for whoever looks at the page: see {@link isVisit}. */
  readonly links?: readonly AnswerLink[];
}

/** A name that there is. */
export interface AnswerLink {
  readonly url: string;
  readonly text: string;
  readonly note: string;
}

/**
 * Whether somebody looks: a browser that goes there, or a program without a page. A script gets no list, be it one that a container
 * has left running under a name that is nobody's now.
 */
export function isVisit({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const mode = headers['sec-fetch-mode'];
  const destination = headers['sec-fetch-dest'];
  return (
    (mode === undefined || mode === 'navigate') && (destination === undefined || destination === 'document')
  );
}

/** Nothing of it is kept, framed, or taken for something else, and scripts of the same name cannot look into it. */
const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept, Sec-Fetch-Mode, Sec-Fetch-Dest',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Answers a request; what is still to be heard of it is let go. Does nothing when an answer was begun. */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: PlainAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const { links, ...rest } = answer;
  const shown = links === undefined || !isVisit(request) ? rest : answer;
  const isPage = (request.headers.accept ?? '').includes('text/html');
  const body = Buffer.from(isPage ? pageOf(shown) : textOf(shown));
  response.writeHead(answer.status, {
    ...headers,
    'Content-Type': `text/${isPage ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Length': body.length,
    // A body that nobody reads would stand before the next request.
    ...(request.complete ? {} : { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The same for a connection that was to become something else than HTTP: the whole answer, after which it is to be ended. */
export function rawAnswer(answer: PlainAnswer): string {
  const { links: _, ...shown } = answer;
  const body = textOf(shown);
  return [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Error'}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function textOf({ title, lines, links }: PlainAnswer): string {
  const width = Math.max(0, ...(links ?? []).map(({ url }) => url.length));
  const list = (links ?? []).map(({ url, note }) => `  ${url.padEnd(width)}  ${note}`.trimEnd());
  const all = [title, ...lines, ...(list.length > 0 ? ['', ...list] : [])];
  return `${all.map(plain).join('\n')}\n`;
}

function pageOf({ title, lines, links }: PlainAnswer): string {
  const paragraphs = lines.map((line) => `<p>${marked(line)}</p>`).join('\n');
  const rows = (links ?? []).map(
    ({ url, text, note }) =>
      `<li><a href="${escapeHtml(url)}">${escapeHtml(text)}</a> <span>${escapeHtml(note)}</span></li>`,
  );
  const list = rows.length > 0 ? `<ul>\n${rows.join('\n')}\n</ul>` : '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<main>
<h1>${escapeHtml(title)}</h1>
${paragraphs}
${list}
</main>
</html>
`;
}

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: light-dark(#1d2129, #e4e7ec); background: light-dark(#f7f8fa, #16181d) }
main { max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem }
h1 { font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere }
ul { list-style: none; padding: 0 }
li { padding: 0.35rem 0; border-top: 1px solid light-dark(#e1e4ea, #2c3038); overflow-wrap: anywhere }
a { color: light-dark(#1f5fbf, #7db0ff) }
span { color: light-dark(#667080, #98a1b0); margin-left: 0.5rem }
`;

function marked(line: string): string {
  return escapeHtml(plain(line)).replace(/`([^`]*)`/g, '<code>$1</code>');
}

/** Text as it stands in a page, and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
