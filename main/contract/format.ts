const ageUnits: readonly (readonly [name: string, seconds: number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, in one unit: `just now`, `5 minutes ago`, `3 weeks ago`. Both in milliseconds since 1970. */
export function formatAge(then: number, now: number): string {
  const seconds = (now - then) / 1000;
  for (const [name, length] of ageUnits) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}

/** A size in the units that docker uses: powers of 1000, three digits. Bytes in. */
export function formatSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = Math.max(0, bytes);
  let index = 0;
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${index === 0 ? Math.round(value) : Number(value.toPrecision(3))} ${units[index]}`;
}

/** A point in time, in milliseconds since 1970, as this machine's clock shows it: `2026-01-31 09:05:00`. */
export function formatTime(milliseconds: number): string {
  const time = new Date(milliseconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
