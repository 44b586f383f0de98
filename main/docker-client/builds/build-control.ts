import { SlipwayError } from '../../contract/errors.ts';
import { attempt } from '../../engine/connection.ts';
import { GrpcRefusal, openGrpc } from '../../engine/grpc/open-grpc.ts';
import {
  type HistoryEvent,
  type HistoryRequest,
  readHistoryEvent,
  writeDeleteRequest,
  writeHistoryRequest,
} from './control-messages.ts';
import type { SolveStatus } from './solve-status.ts';
import { readStatusResponse, writeStatusRequest } from './status-messages.ts';

const service = '/moby.buildkit.v1.Control';

/** What is asked of the engine's BuildKit itself, where buildx would ask for more or for something else. Throws as gRPC does. */
export interface BuildControl {
  /** What the history tells. No limit and no filter is ever given: BuildKit's defect is in these (forget-build.ts). */
  listen(request: HistoryRequest, signal: AbortSignal): AsyncGenerator<HistoryEvent>;
  /** Has a build forgotten, at once or once nobody listens for it. */
  delete(ref: string, signal: AbortSignal): Promise<void>;
  /** The progress of a build, from its beginning; of one that goes on, until it ends. */
  status(ref: string, signal: AbortSignal): AsyncGenerator<SolveStatus>;
}

/**
 * Connects with the BuildKit of the engine at a socket for as long as the work goes on; what that asks is to end with the signal,
 * too. Rejects with what could not be done (`doing` completes "Could not …"), or with the signal's reason.
 */
export async function withBuildControl<T>(
  socketPath: string,
  doing: string,
  signal: AbortSignal,
  work: (control: BuildControl) => Promise<T>,
): Promise<T> {
  try {
    const connection = await attempt(doing, () => openGrpc(socketPath, signal));
    try {
      return await work(controlOver(connection));
    } finally {
      connection.close();
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : await controlError(doing, error);
  }
}

function controlOver({ call }: Awaited<ReturnType<typeof openGrpc>>): BuildControl {
  return {
    async *listen(request, signal) {
      for await (const message of call(
        `${service}/ListenBuildHistory`,
        writeHistoryRequest(request),
        signal,
      )) {
        const event = understood(readHistoryEvent, message);
        if (event !== undefined) yield event;
      }
    },
    async delete(ref, signal) {
      for await (const _ of call(`${service}/UpdateBuildHistory`, writeDeleteRequest(ref), signal)) {
        // It says nothing but that it is done.
      }
    },
    async *status(ref, signal) {
      for await (const message of call(`${service}/Status`, writeStatusRequest(ref), signal))
        yield understood(readStatusResponse, message);
    },
  };
}

/** What was read of a message; for one that is none, the kind of error that {@link attempt} has words for. */
function understood<T>(read: (message: Uint8Array) => T, message: Uint8Array): T {
  try {
    return read(message);
  } catch (cause) {
    throw new SyntaxError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What is said where BuildKit knows of no such build. `doing` completes "Could not …". */
export function forgottenBuild(doing: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'not-found',
      message: `Could not ${doing}: BuildKit does not remember it any more.`,
      hint: 'Look at the list again.',
    },
    { cause },
  );
}

/** gRPC's status for what is not there. */
const notFound = 5;

/** What BuildKit puts before its words. */
const place = /^(?:rpc error: code = \w+ desc = )+/;

async function controlError(doing: string, error: unknown): Promise<unknown> {
  if (!(error instanceof GrpcRefusal)) {
    return attempt(doing, () => Promise.reject(error)).catch((described: unknown) => described);
  }
  if (error.status === notFound) return forgottenBuild(doing, error);
  return new SlipwayError(
    {
      code: 'engine-request-failed',
      message: `Could not ${doing}: ${error.message.replace(place, '').trim()}`,
      hint: '',
      detail: `BuildKit answered with gRPC status ${error.status}.`,
    },
    { cause: error },
  );
}
