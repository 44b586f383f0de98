/**
 * The bytes of a name as a text that can be turned back: UTF-8 where it is such, and each other byte as a single surrogate
 * (U+DC80 to U+DCFF), which no UTF-8 holds. (Python's "surrogateescape".)
 */
export function nameOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at);
    name +=
      length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return name;
}

/** The bytes of a text that {@link nameOf} made. Any other single surrogate becomes U+FFFD. */
export function bytesOf(name: string): Buffer {
  if (!/[\udc80-\udcff]/.test(name)) return Buffer.from(name, 'utf8');
  const parts: Buffer[] = [];
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** A name or path as part of an address, byte by byte. */
export function inAddress(name: string): string {
  return [...bytesOf(name)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.~/-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    })
    .join('');
}

/** The length of the UTF-8 sequence that begins there; 0 when none does. */
function sequenceAt(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  // The decoder knows all the rules: overlong forms, surrogates, the end of the range.
  const text = bytes.toString('utf8', at, at + length);
  return text.includes('\ufffd') && !bytes.subarray(at, at + length).equals(replacement) ? 0 : length;
}

const replacement = Buffer.from('\ufffd', 'utf8');
