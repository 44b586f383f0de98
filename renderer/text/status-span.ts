/** How long a container has been as its sentence says, in milliseconds: the engine gives it by its largest unit alone. */
export interface StatusSpan {
  readonly kind: 'up' | 'exited' | 'restarting';
  /** Of its last end; null for one that runs. */
  readonly exitCode: number | null;
  readonly least: number;
  readonly most: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Hours are rounded to the nearest, and what is longer is counted in them: github.com/docker/go-units, duration.go. */
const rounding = hour / 2;

/** Each unit of the engine, in milliseconds. */
const units: Readonly<Record<string, number>> = {
  second,
  minute,
  hour,
  day: 24 * hour,
  week: 7 * 24 * hour,
  month: 30 * 24 * hour,
  year: 365 * 24 * hour,
};

const sentence =
  /^(?<word>Up|Exited|Restarting) (?:\((?<code>\d+)\) )?(?<span>Less than a second|About an? (?:minute|hour)|\d+ [a-z]+)/;

/** Reads the engine's sentence, such as `Exited (0) 2 minutes ago`; null where it says no time. */
export function readStatus(status: string): StatusSpan | null {
  const { word = '', code, span = '' } = sentence.exec(status)?.groups ?? {};
  const range = rangeOf(span);
  if (range === null) return null;
  const kind = word.toLowerCase() as StatusSpan['kind'];
  return { kind, exitCode: code === undefined ? null : Number(code), ...range };
}

function rangeOf(span: string): Pick<StatusSpan, 'least' | 'most'> | null {
  if (span === '') return null;
  if (span === 'Less than a second') return { least: 0, most: second };
  const [, count, name = ''] = /^(?:About an?|(\d+)) ([a-z]+?)s?$/.exec(span) ?? [];
  const unit = units[name];
  if (unit === undefined) return null;
  const least = Number(count ?? 1) * unit;
  if (unit < hour) return { least, most: least + unit };
  return { least: Math.max(hour, least - rounding), most: least + unit - rounding };
}

/** So many milliseconds in the engine's way, but shorter: `32 seconds`, `a minute`, `3 hours`. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < second) return 'less than a second';
  if (milliseconds < minute) return counted(milliseconds / second, 'second');
  if (milliseconds < 2 * minute) return 'a minute';
  if (milliseconds < hour) return counted(milliseconds / minute, 'minute');
  const hours = Math.floor((milliseconds + rounding) / hour);
  if (hours === 1) return 'an hour';
  if (hours < 48) return counted(hours, 'hour');
  const days = hours / 24;
  if (days < 14) return counted(days, 'day');
  if (days < 60) return counted(days / 7, 'week');
  if (days < 730) return counted(days / 30, 'month');
  return counted(days / 365, 'year');
}

function counted(count: number, unit: string): string {
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
