import { describe, expect, it } from 'vitest';
import { cleanLines } from './clean-lines.ts';
import { createStyleTable } from './style-table.ts';

const encoder = new TextEncoder();
const clean = (bytes: Uint8Array) => cleanLines(bytes, createStyleTable());
const seen = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(clean(bytes).bytes);

describe('lines as they were written', () => {
  it('are kept as they are where there is nothing to clean', () => {
    const bytes = encoder.encode('GET /a 200 ~\n\n\tat <b>\n');
    expect(clean(bytes).bytes).toBe(bytes);
    expect(clean(bytes)).toMatchObject({ text: undefined, runs: new Map() });
  });

  it.each(Array.from({ length: 256 }, (_, byte) => byte))('hold no byte %i that acts', (byte) => {
    const bytes = Uint8Array.of(0x61, byte, 0x62, 0x0a);
    const isKept = byte === 0x09 || byte === 0x0a || (byte >= 0x20 && byte < 0x7f);
    expect(clean(bytes).bytes === bytes).toBe(isKept);
    expect(seen(bytes)).not.toMatch(/[\p{Cs}]|(?![\n\t])\p{Cc}/u);
    if (byte >= 0x80) expect(seen(bytes)).toBe('a\ufffdb\n');
  });

  it('keep their colours beside them, as text that is ASCII again', () => {
    const { bytes, text, runs } = clean(encoder.encode('plain\n\u001b[31mred\n'));
    expect(new TextDecoder().decode(bytes)).toBe('plain\nred\n');
    expect(text).toBeUndefined();
    expect([...runs.keys()]).toEqual([1]);
  });

  it('have their text beside the bytes where characters are of several', () => {
    const { bytes, text } = clean(encoder.encode('zwölf\n'));
    expect(text).toBe('zwölf\n');
    expect(bytes).toHaveLength(7);
  });

  it('show a mark of the byte order at the beginning of a piece as at any other place', () => {
    expect(seen(encoder.encode('\ufeffa\ufeff\n'))).toBe('\\u{feff}a\\u{feff}\n');
  });
});
