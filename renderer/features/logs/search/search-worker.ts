import { createSearchCore, type SearchQuestion } from './search-core.ts';

// Runs beside the page: a search of a million lines, or an expression that never ends, must not hold it up.
const answer = createSearchCore();

addEventListener('message', ({ data }: MessageEvent<SearchQuestion>) => postMessage(answer(data)));
