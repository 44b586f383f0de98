import { create } from 'zustand';
import { call, listen } from '../bridge.ts';
import { visibleOutput } from '../text/visible-text.ts';

/** Characters of the console that are kept. */
const keptCharacters = 200_000;

/** The guest's console, newest at the end. Null until it was asked for. */
export const useConsole = create<{ readonly text: string | null }>(() => ({ text: null }));

let following = false;

/** Reads the console and follows it. Calling it again reads anew. */
export async function followConsole(): Promise<void> {
  if (!following) {
    following = true;
    listen('console', ({ text }) => {
      useConsole.setState((now) =>
        now.text === null ? now : { text: keep(now.text + visibleOutput(text)) },
      );
    });
  }
  const { text } = await call('console.read', { bytes: keptCharacters });
  useConsole.setState({ text: keep(visibleOutput(text)) });
}

/** The end of a text, from the beginning of a line. */
function keep(text: string): string {
  if (text.length <= keptCharacters) return text;
  const cut = text.length - keptCharacters;
  return text.slice(text.indexOf('\n', cut) + 1);
}
