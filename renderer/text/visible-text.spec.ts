import { describe, expect, it } from 'vitest';
import { hasTooLongLine, visibleName, visibleOutput, visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it('leaves ordinary words of any script alone', () => {
    for (const text of ['web-1', 'Grüße', 'שלום', '容器', '👩‍💻']) expect(visibleText(text)).toBe(text);
  });

  it('shows what turns the direction of reading', () => {
    expect(visibleText('safe\u202egnp.exe')).toBe('safe\\u{202e}gnp.exe');
    expect(visibleText('a\u2066b\u2069c\u200f')).toBe('a\\u{2066}b\\u{2069}c\\u{200f}');
  });

  it('shows control characters and what has no width', () => {
    expect(visibleText('a\u0000b\u001b[31mc\u200bd\ufeff')).toBe('a\\u{0}b\\u{1b}[31mc\\u{200b}d\\u{feff}');
  });

  it('keeps one line one line', () => {
    expect(visibleText('a\nb\tc\u2028d')).toBe('a b c\\u{2028}d');
  });

  it('tells names apart', () => {
    expect(visibleName('a\nb\tc\u202ed')).toBe('a\\u{a}b\\u{9}c\\u{202e}d');
  });

  it('heaps no marks over the lines above and below', () => {
    expect(visibleText(`o${'\u0301'.repeat(300)}k`)).toBe(`o${'\u0301'.repeat(4)}…k`);
    expect(visibleText('Việt Nam'.normalize('NFD'))).toBe('Việt Nam'.normalize('NFD'));
  });

  it('cuts a text that is far too long', () => {
    expect(visibleText('x'.repeat(1_000_000))).toHaveLength(2_001);
  });
});

describe('visibleOutput', () => {
  it('drops colours, titles, links and clipboard sequences', () => {
    const hostile =
      '\u001b[31mred\u001b[0m \u001b]0;title\u0007\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\ \u001b]52;c;AAAA\u0007end\u001bc';
    expect(visibleOutput(hostile)).toBe('red link end');
  });

  it('keeps lines and tabs, and makes one line end of two characters', () => {
    expect(visibleOutput('a\r\n\tb\rc')).toBe('a\n\tb\nc');
  });

  it('cuts each line that is far too long, and says whether there is one', () => {
    const text = `short\n${'x'.repeat(1_000_000)}\nshort`;
    expect(visibleOutput(text)).toBe(`short\n${'x'.repeat(2_000)}…\nshort`);
    expect([hasTooLongLine(text), hasTooLongLine('short\nshort'), hasTooLongLine(text)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('drops an unfinished sequence at the end', () => {
    expect(visibleOutput('a\u001b]0;never ends')).toBe('a');
  });
});
