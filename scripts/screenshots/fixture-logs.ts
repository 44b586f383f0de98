import type { LogContainer, LogPiece, logStreams } from '../../main/contract/engine/logs.ts';
import type { Sources } from '../../main/contract/streams.ts';
import { someContainers } from './fixture-engine.ts';

type Line = readonly [container: number, text: string, isError?: boolean];

const esc = '\u001b';
const bell = '\u0007';

/** A quarter of an hour of a small shop. */
const lines: readonly Line[] = [
  [3, 'LOG:  database system is ready to accept connections'],
  [1, `${esc}[32mINFO${esc}[0m  listening on ${esc}[1mhttp://0.0.0.0:3000${esc}[0m`],
  [0, '10.0.2.2 - - "GET / HTTP/1.1" 200 4312 "-" "Mozilla/5.0"'],
  [0, '10.0.2.2 - - "GET /assets/shop.css HTTP/1.1" 200 18211'],
  [1, `${esc}[32mINFO${esc}[0m  GET /api/items ${esc}[32m200${esc}[0m ${esc}[90m12 ms${esc}[0m`],
  [
    1,
    `${esc}[33mWARN${esc}[0m  slow query ${esc}[90m(412 ms)${esc}[0m select * from items where name ilike '%lantern%'`,
  ],
  [2, 'worker: took job 8812 (invoice) from the queue'],
  [2, 'worker: rendered invoice-8812.pdf, 3 pages'],
  [0, '10.0.2.2 - - "POST /api/orders HTTP/1.1" 502 157'],
  [1, `${esc}[31mERROR${esc}[0m payment gateway answered 503, trying again in 2 s`, true],
  [1, '    at PaymentClient.charge (/srv/api/payment.js:88:13)', true],
  [1, '    at async placeOrder (/srv/api/orders.js:41:5)', true],
  [2, 'worker: out of memory, ending with code 137', true],
  [0, '10.0.2.2 - - "GET /api/items?page=2 HTTP/1.1" 200 2214'],
];

const hostile: readonly Line[] = [
  [0, '<img src=x onerror=alert(1)><script>alert(1)</script>'],
  [0, `${esc}]52;c;ZXZpbA==${bell}the clipboard is left alone`],
  [0, `${esc}]8;;https://evil.example/${bell}no link${esc}]8;;${bell} and ${esc}[2J${esc}[1;1Hno cursor`],
  [0, `invoice_${'\u202e'}fdp.exe is shown as it is`],
  [0, `${`${esc}[31m`.repeat(50)}red, once`],
  [0, '\ufffd\ufffd\ufffd not UTF-8'],
  [0, `{"payload":"${'x'.repeat(2_000)}`],
];

async function* follow(all: readonly Line[], containers: readonly LogContainer[], signal: AbortSignal) {
  const began = Date.now() - 900_000;
  const times = all.map((_, index) => began + index * 37_210 + (index % 5) * 113);
  const pieces: readonly LogPiece[] = [
    { kind: 'joined', containers },
    {
      kind: 'lines',
      text: all.map(([, text]) => `${text}\n`).join(''),
      times: Float64Array.from(times),
      origins: Uint32Array.from(all.map(([container, , isError]) => container * 2 + (isError ? 1 : 0))),
      cuts: all === hostile ? [{ line: 6, leftOut: 1_032_192 }] : [],
    },
    { kind: 'caught-up' },
  ];
  yield* pieces;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** Whether the logs are of somebody who means harm. */
let isHostile = false;

/** Chooses between a shop's log and a hostile one. */
export function setHostileLogs(hostileOnes: boolean): void {
  isHostile = hostileOnes;
}

/** Recorded logs of {@link someContainers}; a container without lines of its own has none. */
export const recordedLogs: Sources<typeof logStreams> = {
  'logs.follow'({ sources }, signal) {
    const containers = someContainers()
      .map(({ id, name, project, service }) => ({ id, name, project, service }))
      .filter(({ id }) => sources.kind === 'all' || sources.containers.includes(id));
    if (isHostile) return follow(hostile, containers.slice(0, 1), signal);
    if (sources.kind === 'all') return follow(lines, containers, signal);
    const place = someContainers().findIndex(({ id }) => id === containers[0]?.id);
    const own = lines.filter(([container]) => container === place);
    return follow(
      own.map(([, text, isError]): Line => [0, text, isError]),
      containers,
      signal,
    );
  },
};
