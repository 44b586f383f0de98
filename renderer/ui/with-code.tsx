import { visibleOutput } from '../text/visible-text.ts';

/** A sentence in which what stands between backticks is something to type. */
export function WithCode({ text }: { readonly text: string }) {
  let at = 0;
  return visibleOutput(text)
    .split('`')
    .map((part, index) => {
      const key = at;
      at += part.length + 1;
      return index % 2 === 1 ? <code key={key}>{part}</code> : part;
    });
}
