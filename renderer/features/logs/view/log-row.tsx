import { memo } from 'react';
import { formatSize } from '../../../../main/contract/format.ts';
import { formatLineTime } from '../../../text/format.ts';
import { visibleText } from '../../../text/visible-text.ts';
import type { LogLine } from '../store/log-store.ts';
import type { StyleTable } from '../text/style-table.ts';
import { piecesOf } from './pieces.ts';

/** Characters of a line that are on the page: what is longer is seen in a dialog of its own. */
const mostCharacters = 4_000;

/** Colours that tell containers apart, beside their names (logs.css). */
const originColours = 8;

interface LogRowProps {
  readonly line: LogLine;
  readonly styles: StyleTable;
  /** Untrusted: its container's name; null where there is only one. */
  readonly origin: string | null;
  readonly time: 'none' | 'clock' | 'day';
  /** One has come to it by searching. */
  readonly isCurrent: boolean;
  /** It is outside of the view, and only there since it is selected. */
  readonly isHidden: boolean;
  readonly onOpen: (line: LogLine) => void;
}

/** One line of a log. */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { line, styles, origin, time, isCurrent, isHidden, onOpen } = props;
  const shown = line.text.length > mostCharacters ? cut(line.text) : line.text;
  const missing = line.text.length - shown.length + line.leftOut;
  return (
    <div
      className={`log-row${isHidden ? ' log-row-hidden' : ''}`}
      data-line={line.number}
      data-error={line.isError}
      data-current={isCurrent}
    >
      {time !== 'none' && <span className="log-time">{formatLineTime(line.time, time === 'day')}</span>}
      {origin !== null && (
        <span className="log-origin" data-colour={line.container % originColours} title={visibleText(origin)}>
          <bdi>{visibleText(origin)}</bdi>
        </span>
      )}
      <span className="log-mark">{line.isError ? 'err' : ''}</span>
      <span className="log-text">
        <span className="log-line">
          <bdi>
            {piecesOf(shown, line.runs, styles).map(({ at, text, drawing }) =>
              drawing === undefined ? (
                <span key={at}>{text}</span>
              ) : (
                <span key={at} className={drawing.className} style={drawing.style}>
                  {text}
                </span>
              ),
            )}
          </bdi>
          {missing > 0 && (
            <button type="button" className="log-more" onClick={() => onOpen(line)}>
              {formatSize(missing)} more
            </button>
          )}
        </span>
      </span>
    </div>
  );
});

/** Not through the middle of a character that is written by two. */
function cut(text: string): string {
  return text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, '');
}
