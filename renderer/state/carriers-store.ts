import { create } from 'zustand';
import { assertNever } from '../../main/contract/assert-never.ts';
import type { CarriedPiece } from '../../main/contract/engine/file-trees.ts';
import type { StreamParametersOf } from '../../main/contract/streams.ts';
import type { windowStreams } from '../../main/contract/window.ts';
import { readStream } from '../read-stream.ts';
import { leftOutText } from '../text/file-text.ts';
import { notify, notifyFailure } from './notices.ts';

/** Something on its way into a container or volume, or out of one. */
export interface Carrier {
  readonly id: number;
  /** `Uploading to /etc of web`. */
  readonly title: string;
  readonly bytes: number;
  /** All there will be; null when nobody knows. */
  readonly total: number | null;
  readonly files: number;
  /** Of a log. */
  readonly lines?: number;
  /** It was cancelled, and what has come is being cleaned up. */
  readonly isEnding: boolean;
  /** It cannot be cancelled any more. */
  readonly isFinal: boolean;
  readonly cancel: () => void;
}

/** What is under way, the oldest first: it goes on whatever the window shows. */
export const useCarriers = create<{ readonly carriers: readonly Carrier[] }>(() => ({ carriers: [] }));

/** Streams that carry files. */
type Carrying = {
  [Name in keyof typeof windowStreams]: (typeof windowStreams)[Name] extends { readonly piece?: infer Piece }
    ? CarriedPiece extends Piece
      ? Name
      : never
    : never;
}[keyof typeof windowStreams];

/** What came of it. */
export type Carried =
  | { readonly kind: 'done' }
  /** Nothing was done: these names are taken. */
  | { readonly kind: 'taken'; readonly names: readonly string[] }
  /** It failed or was cancelled, which has been told. */
  | { readonly kind: 'ended' };

/** What is said of it. */
export interface CarrierWords {
  /** While it goes on. */
  readonly title: string;
  readonly done: string;
  /** When it was cancelled. */
  readonly cancelled: string;
  /** About how many bytes it will be, where the stream cannot tell. */
  readonly about?: number | null;
}

let nextId = 1;

/** How far something is; `isFinal` when it cannot be cancelled from here on. */
export type CarrierNews = Partial<Pick<Carrier, 'bytes' | 'total' | 'files' | 'lines' | 'isFinal'>>;

/** Shows something that is under way, with a way to cancel it, until `work` has settled; as that does. */
export async function withCarrier<T>(
  { title, about = null }: Pick<CarrierWords, 'title' | 'about'>,
  work: (report: (news: CarrierNews) => void, cancelled: AbortSignal) => Promise<T>,
): Promise<T> {
  const id = nextId;
  nextId += 1;
  const stop = new AbortController();
  const change = (news: (carrier: Carrier) => Partial<Carrier>) =>
    useCarriers.setState(({ carriers }) => ({
      carriers: carriers.map((carrier) => (carrier.id === id ? { ...carrier, ...news(carrier) } : carrier)),
    }));
  const cancel = () => {
    if (useCarriers.getState().carriers.some((carrier) => carrier.id === id && carrier.isFinal)) return;
    change(() => ({ isEnding: true }));
    stop.abort();
  };
  const carrier = { id, title, bytes: 0, total: about, files: 0, isEnding: false, isFinal: false, cancel };
  useCarriers.setState(({ carriers }) => ({ carriers: [...carriers, carrier] }));
  const report = (news: CarrierNews) =>
    change(({ isEnding }) => ({ ...news, isEnding: isEnding && news.isFinal !== true }));
  try {
    return await work(report, stop.signal);
  } finally {
    useCarriers.setState(({ carriers }) => ({ carriers: carriers.filter((one) => one.id !== id) }));
  }
}

/** Carries files, shows how far it is, and says what came of it. Never rejects. */
export async function carry<Name extends Carrying>(
  name: Name,
  parameters: StreamParametersOf<(typeof windowStreams)[Name]>,
  { title, done, cancelled, about = null }: CarrierWords,
): Promise<Carried> {
  const never = new AbortController().signal;
  try {
    return await withCarrier({ title, about }, async (report, stop): Promise<Carried> => {
      // Cancelled or not it is read to its end: only that says what came of it.
      const pieces = readStream(name, parameters, never, stop) as AsyncIterable<CarriedPiece>;
      for await (const piece of pieces) {
        switch (piece.kind) {
          case 'progress':
            report({ bytes: piece.bytes, files: piece.files, total: piece.total ?? about });
            break;
          case 'final':
            report({ isFinal: true });
            break;
          case 'taken':
            return { kind: 'taken', names: piece.names };
          case 'done':
            if (piece.leftOut) notify({ kind: 'news', text: `${done} ${leftOutText(piece.leftOut)}` });
            else notify({ kind: 'done', text: done });
            return { kind: 'done' };
          default:
            assertNever(piece);
        }
      }
      notify({ kind: 'done', text: cancelled });
      return { kind: 'ended' };
    });
  } catch (error) {
    notifyFailure(error);
    return { kind: 'ended' };
  }
}
