import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText } from './clean-text.ts';
import { decoration, firstExact } from './style.ts';
import { createStyleTable } from './style-table.ts';

const esc = '\u001b';
const bell = '\u0007';

/** The pieces of a line with their styles. */
function piecesOf(line: string) {
  const styles = createStyleTable();
  const { text, runs } = cleanLine(line, styles);
  return runs.map((run, index) => {
    const next = runs[index + 1];
    const start = Math.floor(run / 65_536);
    const end = next === undefined ? text.length : Math.floor(next / 65_536);
    return [text.slice(start, end), styles.styleOf(run % 65_536)] as const;
  });
}

const textOf = (line: string) => cleanLine(line, createStyleTable()).text;

describe('colours', () => {
  it('are kept beside the text', () => {
    expect(textOf(`a ${esc}[31mred${esc}[0m b`)).toBe('a red b');
    expect(piecesOf(`a ${esc}[1;31mred${esc}[0m b`)).toEqual([
      ['red', { foreground: 1, background: -1, decorations: decoration.bold }],
      [' b', { foreground: -1, background: -1, decorations: 0 }],
    ]);
  });

  it.each([
    ['38;5;208', firstExact + 0xff8700],
    ['38;2;1;2;3', firstExact + 0x010203],
    ['38:2::1:2:3', firstExact + 0x010203],
    ['38:2:1:2:3', firstExact + 0x010203],
    ['38:5:9', 9],
    ['38;5;250', firstExact + 0xbcbcbc],
    ['91', 9],
    ['1;32', 2],
  ])('are understood as %s', (parameters, foreground) => {
    expect(piecesOf(`${esc}[${parameters}mx`)[0]?.[1].foreground).toBe(foreground);
  });

  it.each(['38', '38;5', '38;5;256', '38;2;1;2', '38;2;300;0;0', '38;7;1', '999', '-1', 'x'])(
    'that make no sense (%s) are none',
    (parameters) => {
      const { text, runs } = cleanLine(`${esc}[${parameters}mx`, createStyleTable());
      expect(runs).toEqual([]);
      expect(text.endsWith('x')).toBe(true);
    },
  );

  it('end with their line', () => {
    const styles = createStyleTable();
    const { text, runs } = cleanText(`${esc}[31mred\nplain\n${esc}[32mgreen\n`, styles);
    expect(text).toBe('red\nplain\ngreen\n');
    expect([...runs.keys()]).toEqual([0, 2]);
  });

  it('that change too often stay at the last', () => {
    const bomb = Array.from({ length: 5_000 }, (_, index) => `${esc}[${31 + (index % 2)}mx`).join('');
    const { text, runs } = cleanLine(bomb, createStyleTable());
    expect(text).toBe('x'.repeat(5_000));
    expect(runs).toHaveLength(200);
  });

  it('that are too many to be told apart are plain', () => {
    const styles = createStyleTable();
    for (let index = 0; index < 5_000; index += 1)
      styles.numberOf({ foreground: firstExact + index, background: -1, decorations: 0 });
    expect(styles.numberOf({ foreground: firstExact + 9_999, background: -1, decorations: 0 })).toBe(0);
  });
});

describe('everything else that a terminal acts on', () => {
  it.each([
    ['a link', `${esc}]8;;https://evil.example/${bell}text${esc}]8;;${esc}\\!`, 'text!'],
    ['the clipboard', `${esc}]52;c;ZXZpbA==${bell}x`, 'x'],
    ['a title', `${esc}]0;title${bell}x`, 'x'],
    ['the cursor', `${esc}[2J${esc}[1;1H${esc}[10Ax`, 'x'],
    ['a reset', `${esc}cx`, 'x'],
    ['a device string', `${esc}P+q544e${esc}\\x`, 'x'],
    ['a character set', `${esc}(0x`, 'x'],
  ])('is taken out: %s', (_, line, clean) => {
    expect(textOf(line)).toBe(clean);
  });

  it('is shown where it does not end, and hides nothing', () => {
    expect(textOf(`${esc}]52;c;hidden`)).toBe('52;c;hidden');
    expect(textOf(`${esc}[31`)).toBe('31');
    expect(textOf(`end${esc}`)).toBe('end\\u{1b}');
  });

  it('is shown as a code where it is a character', () => {
    expect(textOf(`ding${bell}`)).toBe('ding\\u{7}');
    expect(textOf('10 %\r20 %')).toBe('10 %\\u{d}20 %');
    expect(textOf('\u009b31mx')).toBe('\\u{9b}31mx');
    expect(textOf('\u202egnp.exe\u2066')).toBe('\\u{202e}gnp.exe\\u{2066}');
    expect(textOf('line\u2028end')).toBe('line\\u{2028}end');
  });
});

describe('text of many lines', () => {
  it('is left alone when there is nothing in it', () => {
    const text = '<b>bold</b>\tשלום 容器 👩‍💻 \ufffd\n\n';
    expect(cleanText(text, createStyleTable())).toEqual({ text, runs: new Map() });
  });

  it('keeps its lines whatever is in them', () => {
    const text = `a\n\n${esc}[31mb\r\n${bell}\nc\n${esc}]8;;\nd\n`;
    const clean = cleanText(text, createStyleTable()).text;
    expect(clean).toBe('a\n\nb\n\\u{7}\nc\n8;;\nd\n');
  });

  it('takes time in proportion to its length, whatever was made up to make it longer', () => {
    for (const bomb of [`${esc}[`, `${esc}]`, `${esc}[1;`, `${esc}P`, `${esc}[0 `, `${esc}(`, '\u202e']) {
      const began = performance.now();
      cleanText(`${bomb.repeat(100_000)}\n`, createStyleTable());
      cleanText(`${bomb}${';'.repeat(200_000)}\n`, createStyleTable());
      expect(performance.now() - began).toBeLessThan(5_000);
    }
  });
});
