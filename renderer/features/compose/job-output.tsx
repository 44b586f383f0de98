import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { toFailure } from '../../../main/contract/errors.ts';
import { readStream } from '../../read-stream.ts';
import { visibleOutput } from '../../text/visible-text.ts';
import { ScrollArea } from '../../ui/scroll-area.tsx';

/** Most lines in the page: the app keeps a few more. */
const mostShown = 1_000;

/** What Compose writes while it works, and has written. It stays at the end unless one has scrolled away from it. */
export function JobOutput({ id }: { readonly id: string }) {
  const [lines, setLines] = useState<readonly string[]>([]);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    setLines([]);
    void follow(id, stop.signal, (news) =>
      setLines((before) => [...before, ...news.map(visibleOutput)].slice(-mostShown)),
    );
    return () => stop.abort();
  }, [id]);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const scroller = end.current?.closest('.job-output');
    if (lines.length > 0 && isAtEnd.current) scroller?.scrollTo({ top: scroller.scrollHeight });
  }, [lines]);
  useEffect(() => {
    const scroller = end.current?.closest('.job-output');
    if (!scroller) return;
    const hear = () => {
      isAtEnd.current = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 24;
    };
    scroller.addEventListener('scroll', hear, { passive: true });
    return () => scroller.removeEventListener('scroll', hear);
  }, []);
  return (
    <ScrollArea label="Output of Compose" className="job-output">
      <pre className="code">{lines.join('\n')}</pre>
      <div ref={end} />
    </ScrollArea>
  );
}

async function follow(
  job: string,
  signal: AbortSignal,
  tell: (lines: readonly string[]) => void,
): Promise<void> {
  try {
    for await (const lines of readStream('compose.output', { job }, signal)) tell(lines);
  } catch (error) {
    if (!signal.aborted) tell([toFailure(error).message]);
  }
}
