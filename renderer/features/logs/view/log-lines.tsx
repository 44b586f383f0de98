import { ArrowDown } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import { formatCount } from '../../../text/format.ts';
import { Button } from '../../../ui/button.tsx';
import type { Expression } from '../search/expression.ts';
import type { LogSession } from '../session/log-session.ts';
import type { LogLine } from '../store/log-store.ts';
import { LogRow } from './log-row.tsx';
import { useLogScroll } from './use-log-scroll.ts';
import { useMarks } from './use-marks.ts';
import { useSelection } from './use-selection.ts';

/** What others can do with the lines on the screen. */
export interface LogLinesHandle {
  focus(): void;
  /** Brings a line to the middle. */
  show(line: number): void;
  /** Number of the line at the top; behind the last one while the end is followed. */
  topLine(): number;
}

interface LogLinesProps {
  readonly session: LogSession;
  readonly wraps: boolean;
  readonly withTimes: boolean;
  readonly withOrigins: boolean;
  readonly expression: Expression | null;
  /** The line to which one has come by searching. */
  readonly current: number | null;
  readonly onOpen: (line: LogLine) => void;
  readonly ref: Ref<LogLinesHandle>;
}

/** The lines of a log: only those in view are on the page. */
export function LogLines(props: LogLinesProps) {
  const { session, wraps, withTimes, withOrigins, expression, current, onOpen, ref } = props;
  const { store, shown, containers } = session;
  const scroll = useLogScroll(session, shown, wraps);
  const { held, selectAll } = useSelection(scroll.rows, store, shown);
  const lines = useLines(session, scroll.span);
  useMarks(scroll.rows, lines, session.searcher, expression, current);
  const seenTo = useRef(shown.end);
  if (scroll.follows || seenTo.current > shown.end) seenTo.current = shown.end;

  useImperativeHandle(ref, () => ({
    focus: () => scroll.scroller.current?.focus(),
    show: (line) => scroll.toPlace(shown.placeOf(line)),
    topLine: () => shown.at(scroll.topPlace()) ?? store.end,
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.shiftKey) return;
    const withCommand = event.ctrlKey || event.metaKey;
    if (event.key === 'End') scroll.toEnd();
    else if (event.key === 'Home') scroll.toStart();
    else if (withCommand && event.key === 'a') selectAll();
    else return;
    event.preventDefault();
  };

  const midnight = new Date().setHours(0, 0, 0, 0);
  const isOfToday = (store.line(shown.at(shown.first) ?? store.first)?.time ?? midnight) >= midnight;
  const time = !withTimes ? 'none' : isOfToday ? 'clock' : 'day';
  const [first, last] = [lines[0]?.number ?? 0, lines.at(-1)?.number ?? 0];
  const rowOf = (line: LogLine, isHidden: boolean) => (
    <LogRow
      key={line.number}
      line={line}
      styles={store.styles}
      origin={withOrigins ? (containers[line.container]?.name ?? '') : null}
      time={time}
      isCurrent={line.number === current}
      isHidden={isHidden}
      onOpen={onOpen}
    />
  );
  const heldRows = (isWanted: (line: number) => boolean) =>
    held.filter(isWanted).flatMap((number) => {
      const line = store.line(number);
      return line === undefined ? [] : [rowOf(line, true)];
    });
  const widest = withOrigins ? Math.max(0, ...containers.map(({ name }) => name.length)) : 0;
  const unseen = shown.end - seenTo.current;

  return (
    <div className="log-frame">
      <div
        ref={scroll.scroller}
        className={`log-scroller code${wraps ? ' log-wraps' : ''}`}
        data-time={time}
        data-origins={withOrigins}
        role="log"
        aria-live="off"
        aria-label="Lines of the log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div ref={scroll.spacer} className="log-spacer">
          <div
            className="log-view"
            style={{ height: scroll.view, '--log-origin': `${Math.min(24, widest)}ch` } as CSSProperties}
          >
            <div ref={scroll.rows} className="log-rows">
              {heldRows((line) => line < first)}
              {lines.map((line) => rowOf(line, false))}
              {heldRows((line) => line > last)}
            </div>
          </div>
        </div>
      </div>
      {!scroll.follows && (
        <div className="log-to-end">
          <Button icon={ArrowDown} onPress={scroll.toEnd}>
            {unseen === 0 ? 'To the end' : `${formatCount(unseen)} new ${unseen === 1 ? 'line' : 'lines'}`}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The lines in view; each stays the same object for as long as it is, so that its row need not be made anew. */
function useLines(
  { store, shown }: LogSession,
  { from, to }: { readonly from: number; readonly to: number },
): readonly LogLine[] {
  const known = useRef({ store, lines: new Map<number, LogLine>() });
  const before = known.current.store === store ? known.current.lines : new Map<number, LogLine>();
  const lines = new Map<number, LogLine>();
  for (let place = from; place < to; place += 1) {
    const number = shown.at(place);
    const line = number === undefined ? undefined : (before.get(number) ?? store.line(number));
    if (line !== undefined) lines.set(line.number, line);
  }
  known.current = { store, lines };
  return [...lines.values()];
}
