import type { SearchAnswer, SearchQuestion } from './search-core.ts';
import workerAddress from './search-worker.ts?worker&url';

/** Where searches are made. It answers one question after another. */
export interface SearchPort {
  ask(question: SearchQuestion): void;
  /** Ends it at once, whatever it does. */
  end(): void;
}

/** Opens a port; `hear` gets the answers, and `fail` hears that none will come any more. */
export type OpenSearch = (hear: (answer: SearchAnswer) => void, fail: () => void) => SearchPort;

/** Where the page may take a program from at run time: the page's policy knows no other such place. */
const policy = window.trustedTypes?.createPolicy('slipway-search', {
  createScriptURL(address) {
    if (address !== workerAddress) throw new TypeError(`${address} is no program of this page.`);
    return address;
  },
});

/** Opens a worker that searches. */
export const openSearchWorker: OpenSearch = (hear, fail) => {
  const address = policy === undefined ? workerAddress : policy.createScriptURL(workerAddress);
  // The types of the platform do not know of trusted addresses yet.
  const worker = new Worker(address as string);
  worker.addEventListener('message', ({ data }: MessageEvent<SearchAnswer>) => hear(data));
  worker.addEventListener('error', fail);
  worker.addEventListener('messageerror', fail);
  return {
    ask: (question) => worker.postMessage(question),
    end: () => worker.terminate(),
  };
};
