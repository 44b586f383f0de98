import { useState } from 'react';
import { formatTime } from '../../../../main/contract/format.ts';
import { Select } from '../../../ui/select.tsx';
import type { LogRange } from '../session/log-range.ts';

const titles = {
  newest: 'Newest lines',
  '5': 'Last 5 minutes',
  '60': 'Last hour',
  '1440': 'Last day',
  since: 'Since a time…',
  all: 'Everything',
} as const;

/** What a range is called. */
export function rangeTitle(range: LogRange): string {
  if (range.kind === 'since') return `Since ${formatTime(range.time)}`;
  if (range.kind !== 'last') return titles[range.kind];
  return titles[String(range.minutes) as keyof typeof titles] ?? `Last ${range.minutes} minutes`;
}

interface RangeChoiceProps {
  readonly range: LogRange;
  readonly onChange: (range: LogRange) => void;
}

/** Of which time lines are shown. */
export function RangeChoice({ range, onChange }: RangeChoiceProps) {
  const [text, setText] = useState(() =>
    fieldText(range.kind === 'since' ? range.time : Date.now() - 3_600_000),
  );
  const choose = (key: string) => {
    if (key === 'since') {
      // The field may have been emptied when it was last there.
      const time = Date.parse(text);
      const chosen = time >= 0 ? time : Date.now() - 3_600_000;
      setText(fieldText(chosen));
      onChange({ kind: 'since', time: chosen });
    } else if (key === 'newest' || key === 'all') onChange({ kind: key });
    else onChange({ kind: 'last', minutes: Number(key) });
  };
  return (
    <>
      <Select
        className="log-range"
        label="Of which time"
        value={range.kind === 'last' ? String(range.minutes) : range.kind}
        onChange={choose}
        titles={titles}
      />
      {range.kind === 'since' && (
        <input
          type="datetime-local"
          className="input log-since"
          aria-label="Since"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onBlur={() => applySince(text, range.time, onChange)}
          onKeyDown={({ key }) => key === 'Enter' && applySince(text, range.time, onChange)}
        />
      )}
    </>
  );
}

/** Takes over what was written once it is whole; a time that is not stays in the field. */
function applySince(text: string, now: number, onChange: (range: LogRange) => void): void {
  const time = Date.parse(text);
  if (!Number.isNaN(time) && time >= 0 && time !== now) onChange({ kind: 'since', time });
}

/** A time as the browser's field has it: by this machine's clock, to the minute. */
function fieldText(milliseconds: number): string {
  return formatTime(milliseconds).slice(0, '2026-01-31 09:05'.length).replace(' ', 'T');
}
