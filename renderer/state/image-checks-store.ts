import { create } from 'zustand';
import type { Image } from '../../main/contract/engine/images.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { call } from '../bridge.ts';
import { checkableNames } from '../text/checkable-names.ts';
import { notify } from './notices.ts';

/** What is known of the registry's image under a name. */
export type CheckState =
  | { readonly kind: 'checking' }
  /** `at`: milliseconds since 1970. */
  | { readonly kind: 'current' | 'newer'; readonly at: number }
  /** It is another image by now, which its registry does not know. */
  | { readonly kind: 'not-from-there' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A check of the image that had a name then: one that has it now may be another. */
interface Check {
  readonly imageId: string;
  readonly state: CheckState;
}

interface ImageChecks {
  /** By the image's name. */
  readonly checks: Readonly<Record<string, Check>>;
  /** How many are still to be looked at; 0 when nothing goes on. */
  readonly left: number;
}

/** Which images have a newer one in their registry, as far as it was looked for. */
export const useImageChecks = create<ImageChecks>(() => ({ checks: {}, left: 0 }));

/** How many registries are asked at once. */
const atOnce = 4;

let stopped = new AbortController();

/** What was found out about the image that has this name now; undefined when nothing was. */
export function checkOf({ checks }: ImageChecks, name: string, imageId: string): CheckState | undefined {
  const check = checks[name];
  return check?.imageId === imageId ? check.state : undefined;
}

/** Asks the registries of images whether there is a newer one, a few at a time, and says what came of all of it. */
export async function checkImages(images: readonly Pick<Image, 'id' | 'tags' | 'digests'>[]): Promise<void> {
  const waiting = images.flatMap((image) => checkableNames(image).map((name) => ({ name, id: image.id })));
  const { signal } = stopped;
  const outcomes: CheckState[] = [];
  useImageChecks.setState(({ left }) => ({ left: left + waiting.length }));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      set(next.name, next.id, { kind: 'checking' });
      const state = await check(next.name);
      if (signal.aborted) return;
      set(next.name, next.id, state);
      outcomes.push(state);
      useImageChecks.setState(({ left }) => ({ left: left - 1 }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (!signal.aborted) say(outcomes);
}

/** Looks no further; what was found out stays. */
export function stopChecks(): void {
  stopped.abort();
  stopped = new AbortController();
  useImageChecks.setState(({ checks }) => ({
    left: 0,
    checks: Object.fromEntries(Object.entries(checks).filter(([, { state }]) => state.kind !== 'checking')),
  }));
}

async function check(name: string): Promise<CheckState> {
  try {
    const { kind } = await call('images.check', { name });
    return kind === 'not-from-there' ? { kind } : { kind, at: Date.now() };
  } catch (error) {
    return { kind: 'failed', failure: toFailure(error) };
  }
}

function set(name: string, imageId: string, state: CheckState): void {
  useImageChecks.setState(({ checks }) => ({ checks: { ...checks, [name]: { imageId, state } } }));
}

function say(outcomes: readonly CheckState[]): void {
  if (outcomes.length === 0) {
    notify({ kind: 'done', text: 'None of the images came from a registry: there is nothing to compare.' });
    return;
  }
  const failures = outcomes.flatMap((state) => (state.kind === 'failed' ? [state.failure] : []));
  const [first] = failures;
  const newer = outcomes.filter(({ kind }) => kind === 'newer').length;
  const found = newer === 0 ? 'No newer image' : newer === 1 ? 'A newer image' : `${newer} newer images`;
  if (first === undefined) {
    notify({ kind: 'done', text: `${found} ${newer > 1 ? 'are' : 'is'} there.` });
    return;
  }
  if (outcomes.length === 1) {
    notify({ kind: 'failure', failure: first });
    return;
  }
  notify({
    kind: 'failure',
    failure: {
      code: first.code,
      message: `${failures.length} of ${outcomes.length} images could not be compared with their registry. ${found} ${newer > 1 ? 'are' : 'is'} there of the others.`,
      hint: first.hint,
      detail: [...new Set(failures.map(({ message }) => message))].join('\n'),
    },
  });
}
