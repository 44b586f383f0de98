const units = ['', 'k', 'm', 'g', 't', 'p'] as const;
const pattern = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])(?:i?b)?|b)?$/i;

/** Bytes as docker takes them, in steps of 1024: `512m`, `1.5g`, `1 GiB`, `4096`. Null when it is not such a size. */
export function readByteSize(text: string): number | null {
  const match = pattern.exec(text.trim());
  if (match === null) return null;
  const power = units.indexOf((match[2] ?? '').toLowerCase() as (typeof units)[number]);
  return Math.floor(Number(match[1]) * 1024 ** power);
}

/** Bytes as {@link readByteSize} reads them back exactly, in the largest unit that allows it. */
export function writeByteSize(bytes: number): string {
  let power = 0;
  while (bytes > 0 && power < units.length - 1 && bytes % 1024 ** (power + 1) === 0) power += 1;
  return `${bytes / 1024 ** power}${units[power]}`;
}

/** Bytes in steps of 1024, as limits are given: `64 MiB`, `1.5 GiB`. */
export function formatByteSize(bytes: number): string {
  let power = 0;
  while (power < units.length - 1 && bytes >= 1024 ** (power + 1)) power += 1;
  const unit = power === 0 ? 'B' : `${(units[power] ?? '').toUpperCase()}iB`;
  return `${Number((bytes / 1024 ** power).toFixed(2))} ${unit}`;
}
