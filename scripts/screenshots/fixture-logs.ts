import type { LogContainer, LogPiece, logRequests, logStreams } from '../../main/contract/engine/logs.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import type { Handlers } from '../../main/contract/requests.ts';
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

/** What a log of the fixture is like. */
export interface LogScene {
  readonly kind: 'some' | 'none' | 'many' | 'hostile' | 'unreadable' | 'loading' | 'failing';
  /** The engine goes away once all is there. */
  readonly isAway: boolean;
  readonly isRunning: boolean;
}

const untilLeft = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

function pieceOf(all: readonly Line[], times: readonly number[]): LogPiece {
  return {
    kind: 'lines',
    bytes: new TextEncoder().encode(all.map(([, text]) => `${text}\n`).join('')),
    times: Float64Array.from(times),
    origins: Uint32Array.from(all.map(([container, , isError]) => container * 2 + (isError ? 1 : 0))),
    cuts: all === hostile ? [{ line: all.length - 1, leftOut: 1_032_192 }] : [],
  };
}

async function* follow(
  all: readonly Line[],
  containers: readonly LogContainer[],
  scene: LogScene,
  signal: AbortSignal,
): AsyncGenerator<LogPiece, void, void> {
  const began = Date.now() - 900_000;
  const times = all.map((_, index) => began + index * 37_210 + (index % 5) * 113);
  yield { kind: 'joined', containers };
  if (all.length > 0) yield pieceOf(all, times);
  yield { kind: 'caught-up' };
  if (scene.isAway) yield { kind: 'away', message: 'Could not read the log of a container: socket hang up.' };
  await untilLeft(signal);
}

/** A million lines and some more, as fast as the page takes them. */
async function* followMany(
  containers: readonly LogContainer[],
  signal: AbortSignal,
): AsyncGenerator<LogPiece, void, void> {
  yield { kind: 'joined', containers };
  const began = Date.now() - 3_600_000;
  for (let line = 0; line < 1_200_000 && !signal.aborted; line += 2_500) {
    const some = Array.from({ length: 2_500 }, (_, index): Line => {
      const number = line + index;
      const code = number % 1_000 === 7 ? 502 : 200;
      return [
        number % containers.length,
        `10.0.2.2 - - "GET /items/${number} HTTP/1.1" ${code} ${number % 40_000}`,
      ];
    });
    yield pieceOf(
      some,
      some.map((_, index) => began + (line + index) * 3),
    );
  }
  yield { kind: 'caught-up' };
  await untilLeft(signal);
}

async function* unreadable(
  containers: readonly LogContainer[],
  signal: AbortSignal,
): AsyncGenerator<LogPiece> {
  yield { kind: 'joined', containers };
  for (const container of containers.keys())
    yield {
      kind: 'unreadable',
      container,
      message: 'Could not read the log of a container: configured logging driver does not support reading',
    };
  yield { kind: 'caught-up' };
  await untilLeft(signal);
}

async function* failing(): AsyncGenerator<LogPiece> {
  yield { kind: 'joined', containers: [] };
  throw new SlipwayError({
    code: 'engine-request-failed',
    message: 'Could not read the log: the engine sent something else.',
    hint: 'See the engine’s log with `slipway logs` for more.',
  });
}

async function* away(signal: AbortSignal): AsyncGenerator<LogPiece> {
  yield { kind: 'away', message: 'Could not read the log of a container: the engine cannot be reached.' };
  await untilLeft(signal);
}

async function* loading(signal: AbortSignal): AsyncGenerator<LogPiece> {
  yield { kind: 'joined', containers: [] };
  await untilLeft(signal);
}

/** Recorded logs of {@link someContainers}; a container without lines of its own has none. */
export function fixtureLogs(sceneOf: () => LogScene): {
  readonly sources: Sources<typeof logStreams>;
  readonly handlers: Handlers<typeof logRequests>;
} {
  return {
    handlers: {
      'logs.line': async () => ({ text: `{"payload":"${'x'.repeat(1_048_000)}"}`, leftOut: 0 }),
    },
    sources: {
      'logs.follow'({ sources }, signal) {
        const scene = sceneOf();
        if (!scene.isRunning) return away(signal);
        const all = someContainers().map(({ id, name, project, service }) => ({
          id,
          name,
          project,
          service,
        }));
        const containers = all.filter(
          ({ id }) => sources.kind !== 'chosen' || sources.containers.includes(id),
        );
        const place = sources.kind !== 'chosen' ? -1 : all.findIndex(({ id }) => id === containers[0]?.id);
        const own = place < 0 ? lines : lines.filter(([container]) => container === place);
        switch (scene.kind) {
          case 'loading':
            return loading(signal);
          case 'failing':
            return failing();
          case 'none':
            return follow([], [], scene, signal);
          case 'many':
            return followMany(containers, signal);
          case 'hostile':
            return follow(hostile, containers.slice(0, 1), scene, signal);
          case 'unreadable':
            return unreadable(containers, signal);
          case 'some':
            if (place < 0) return follow(own, containers, scene, signal);
            return follow(
              own.map(([, text, isError]): Line => [0, text, isError]),
              containers,
              scene,
              signal,
            );
        }
      },
      async *'logs.save'(_, signal) {
        yield { bytes: 41_300_000, lines: 412_880, unreadable: [] };
        await untilLeft(signal);
      },
    },
  };
}
