import { formatTime } from '../../main/contract/format.ts';

/** Memory as the settings count it. */
export function formatMemory(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`;
}

/** A moment by the clock: the time alone when it was today, with its date before that. Milliseconds since 1970. */
export function formatMoment(moment: number, now: number): string {
  const isToday = new Date(moment).toDateString() === new Date(now).toDateString();
  return new Date(moment).toLocaleString('en-GB', {
    ...(isToday ? {} : { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** A count with its thousands apart: `1,204`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `1 line`, `12,345 lines`. */
export function formatLines(lines: number): string {
  return `${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'}`;
}

/** When a line was written, to the millisecond: `09:05:00.123`, and with its day `01-31 09:05:00.123`. Milliseconds since 1970. */
export function formatLineTime(milliseconds: number, withDay: boolean): string {
  const [day = '', clock = ''] = formatTime(milliseconds).split(' ');
  const thousandths = String(new Date(milliseconds).getMilliseconds()).padStart(3, '0');
  return `${withDay ? `${day.slice('2026-'.length)} ` : ''}${clock}.${thousandths}`;
}
