import type { Failure } from '../contract/errors.ts';
import { toFailure } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';
import type { OtherEngine } from '../endpoints/chosen-engine.ts';
import { EngineRefusal } from '../engine/http.ts';
import { type EngineVersion, pingEngine, readEngineVersion } from '../engine/probe.ts';
import { abortAfter, delay } from '../util/wait.ts';

/** Between two looks at an engine that answers, and at one that does not; how long an answer may take. In milliseconds. */
const usual = { everyMs: 5_000, againMs: 2_000, answerMs: 15_000 };

/** An engine that is looked at now and then. */
export interface WatchedEngine {
  /** In the form in which Slipway's own engine is told of: `running`, or `waiting` with why. */
  status(): Status;
  /** Looks no more. */
  close(): void;
}

/** What it is watched with. */
export interface WatchOtherOptions {
  readonly home: string;
  readonly other: Pick<OtherEngine, 'engine' | 'socket' | 'failure' | 'keep'>;
  /** Hears whenever it is otherwise than before. */
  readonly onStatus: (status: Status) => void;
  readonly waits?: typeof usual;
}

/** Asks an engine every few seconds whether it answers: one that is lost is tried again for as long as it is watched. */
export function watchOtherEngine({ home, other, onStatus, waits = usual }: WatchOtherOptions): WatchedEngine {
  const over = new AbortController();
  let status = statusOf(home, other, null, null);
  let version: EngineVersion | null = null;

  const tell = (next: EngineVersion | null, problem: Failure | null) => {
    const known = `${status.state} ${status.engine?.version} ${status.problems[0]?.message}`;
    status = statusOf(home, other, next, problem);
    if (known !== `${status.state} ${status.engine?.version} ${status.problems[0]?.message}`)
      onStatus(status);
  };
  const look = async (): Promise<boolean> => {
    try {
      const signal = abortAfter(waits.answerMs, over.signal);
      if (version === null) version = await readEngineVersion(other.socket, signal);
      else await pingEngine(other.socket, signal);
      tell(version, null);
      return true;
    } catch (error) {
      // A socket that was removed is no fault of the engine's.
      const isMade = await other.keep().catch(() => false);
      if (over.signal.aborted || isMade) return false;
      // It may come back as another version.
      version = null;
      tell(null, lost(other, error));
      return false;
    }
  };
  const watch = async () => {
    while (!over.signal.aborted) {
      const answers = await look();
      await delay(answers ? waits.everyMs : waits.againMs, over.signal).catch(() => undefined);
    }
  };
  void watch();
  return { status: () => status, close: () => over.abort() };
}

function statusOf(
  home: string,
  { socket }: Pick<OtherEngine, 'socket'>,
  engine: EngineVersion | null,
  problem: Failure | null,
): Status {
  return {
    ...{ state: engine === null ? 'waiting' : 'running', home, socket: `unix://${socket}`, engine },
    ...{ vm: null, domains: null, memory: null, boot: null, restarted: null },
    ...{
      problems: problem === null ? [] : [problem],
      sleep: null,
      retry: null,
      accelerators: [],
      nodes: [],
      host: null,
    },
  };
}

/**
 * Why it does not answer: what its connection failed at, where that is known. All else tells of the socket that leads to it, and
 * of Slipway's own engine.
 */
function lost({ engine, failure }: Pick<OtherEngine, 'engine' | 'failure'>, error: unknown): Failure {
  const code = 'engine-unreachable';
  if (error instanceof Error && error.name === 'TimeoutError')
    return {
      ...{ code, message: `${engine.name} does not answer in time.` },
      hint: 'It is tried again; the network, or that machine, may be slow.',
    };
  const known = failure();
  if (known !== undefined) return { ...toFailure(known), code };
  const { message } = toFailure(error);
  return {
    code,
    message:
      error instanceof EngineRefusal
        ? `${engine.name} does not work as it should: ${message}`
        : `${engine.name} ended the connection without an answer.`,
    hint: `It is tried again; look at that engine’s log. \`slipway engine test ${engine.name}\` says at which step it fails.`,
    detail: message,
  };
}
