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
import { joinContent, writeReadRequest } from './kept-content.ts';
import { understood } from './message-fields.ts';
import { type Descriptor, type HistoryRecord, readHistoryRecord } from './record-messages.ts';
import type { SolveStatus } from './solve-status.ts';
import { readStatusResponse, writeStatusRequest } from './status-messages.ts';

const service = '/moby.buildkit.v1.Control';

/** Where what it keeps beside its records is read: containerd's service, which BuildKit offers over the same connection. */
const contentService = '/containerd.services.content.v1.Content';

/** A build as the history has it. */
export interface FoundBuild {
  readonly event: HistoryEvent;
  readonly record: HistoryRecord;
}

/** What is asked of the engine's BuildKit itself, where buildx would ask for more or for something else. Throws as gRPC does. */
export interface BuildControl {
  /** What the history tells. No limit and no filter is ever given: BuildKit's defect is in these (forget-build.ts). */
  listen(request: HistoryRequest, signal: AbortSignal): AsyncGenerator<HistoryEvent>;
  /**
   * All of one build's record; undefined for one that is not known. It is picked out of all of them: asking for it by its name
   * would leave something behind (forget-build.ts).
   */
  find(ref: string, signal: AbortSignal): Promise<FoundBuild | undefined>;
  /** Reads what a record refers to. Throws a `SyntaxError`, too, where what comes is too long or something else. */
  read(descriptor: Descriptor, signal: AbortSignal): Promise<Buffer>;
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
  const hear = (request: HistoryRequest, signal: AbortSignal) =>
    call(`${service}/ListenBuildHistory`, writeHistoryRequest(request), signal);
  return {
    async *listen(request, signal) {
      for await (const message of hear(request, signal)) {
        const event = understood(readHistoryEvent, message);
        if (event !== undefined) yield event;
      }
    },
    async find(ref, signal) {
      for await (const message of hear({ endsEarly: true }, signal)) {
        const event = understood(readHistoryEvent, message);
        if (event?.ref === ref && event.kind !== 'deleted')
          return { event, record: understood(readHistoryRecord, message) };
      }
      return undefined;
    },
    read(descriptor, signal) {
      const pieces = call(`${contentService}/Read`, writeReadRequest(descriptor), signal);
      return joinContent(pieces, descriptor);
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

/** What BuildKit puts before its words, or those of what it asks. */
export const place = /^(?:rpc error: code = \w+ desc = )+/;

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
