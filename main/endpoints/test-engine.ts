import { z } from 'zod';
import type { EngineEntry, EngineTest } from '../contract/engines.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { withDeadline } from '../util/wait.ts';
import type { Dialer } from './dialer.ts';
import { EndpointError } from './endpoint-error.ts';
import { exchangeOver, notAnEngine } from './exchange-ping.ts';
import { type Endpoint, placeOf } from './parse-endpoint.ts';
import { socketFailure } from './socket-failure.ts';

/** For all of it, in milliseconds: a login over SSH of a slow machine, and its engine's answers. */
const deadlineMs = 45_000;

/** How often the way there and back is measured. */
const rounds = 5;

const version = z.object({ Version: z.string().max(200), ApiVersion: z.string().max(50) });

/** Connects to an engine and talks to it. Never rejects but with the signal's reason: what failed is the result. */
export async function testEngine(
  entry: EngineEntry,
  endpoint: Endpoint,
  dialer: Dialer,
  signal: AbortSignal,
): Promise<EngineTest> {
  const { name } = entry;
  const where = placeOf(endpoint);
  const late = {
    message: `${where} did not answer within ${deadlineMs / 1_000} s.`,
    hint: 'Look whether that engine has too much to do or the way to it is slow, and try again.',
  };
  try {
    const answer = await withDeadline(deadlineMs, signal, late, (until) => measure(dialer, where, until));
    return { name, endpoint: entry.endpoint, answer, failed: null };
  } catch (error) {
    signal.throwIfAborted();
    const known = error instanceof SlipwayError ? error : socketFailure(where, error);
    const step = known instanceof EndpointError ? known.step : 'engine';
    return { name, endpoint: entry.endpoint, answer: null, failed: { step, failure: toFailure(known) } };
  }
}

async function measure(dialer: Dialer, where: string, signal: AbortSignal) {
  const begun = performance.now();
  const stream = await dialer.connect(signal);
  try {
    const exchange = exchangeOver(stream, where);
    const first = await exchange.ask('/_ping', signal);
    const connectMs = performance.now() - begun;
    if (!first.isEngine) throw new EndpointError('engine', notAnEngine(where));
    const versions = readVersion((await exchange.ask('/version', signal)).text, where);
    let latencyMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round += 1) {
      const asked = performance.now();
      await exchange.ask('/_ping', signal);
      latencyMs = Math.min(latencyMs, performance.now() - asked);
    }
    return { ...versions, connectMs: tenths(connectMs), latencyMs: tenths(latencyMs) };
  } finally {
    stream.on('error', () => undefined);
    stream.destroy();
  }
}

function readVersion(text: string, where: string) {
  try {
    const { Version, ApiVersion } = version.parse(JSON.parse(text));
    return { version: Version, apiVersion: ApiVersion };
  } catch (error) {
    throw new EndpointError('engine', notAnEngine(where), { cause: error });
  }
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
