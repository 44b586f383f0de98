/** How a piece of a line is drawn. */
export interface LogStyle {
  /** See {@link Colour}. */
  readonly foreground: Colour;
  readonly background: Colour;
  /** Sum of {@link decoration}. */
  readonly decorations: number;
}

/** A colour: -1 is the usual one, 0 to 15 are the terminal's own, and from {@link firstExact} on it is `0xRRGGBB` more than that. */
export type Colour = number;

/** The first colour that is given exactly. */
export const firstExact = 0x1000000;

/** Bits of {@link LogStyle}. Text that a program wants hidden or blinking is shown as any other. */
export const decoration = { bold: 1, faint: 2, italic: 4, underline: 8, strike: 16, inverse: 32 } as const;

/** As text is drawn unless something else is said. */
export const plainStyle: LogStyle = { foreground: -1, background: -1, decorations: 0 };

const { bold, faint, italic, underline, strike, inverse } = decoration;

const setBy: Readonly<Record<number, number>> = {
  1: bold,
  2: faint,
  3: italic,
  4: underline,
  7: inverse,
  9: strike,
  21: underline,
};
const clearedBy: Readonly<Record<number, number>> = {
  22: bold | faint,
  23: italic,
  24: underline,
  27: inverse,
  29: strike,
};

/**
 * The style after a sequence that selects one (`ESC [ parameters m`, ECMA-48's SGR); what is not known in it is passed over.
 * Parameters may have parts of their own, divided by colons: `4:3`, `38:2::255:0:0`.
 */
export function selectStyle(style: LogStyle, parameters: string): LogStyle {
  const fields = parameters.split(';');
  let { foreground, background, decorations } = style;
  for (let at = 0; at < fields.length; at += 1) {
    const parts = (fields[at] ?? '').split(':');
    const code = Number(parts[0]);
    if (code === 0) ({ foreground, background, decorations } = plainStyle);
    else if (code === 4 && parts[1] === '0') decorations &= ~underline;
    else if (code === 38 || code === 48) {
      const [colour, taken] = parts.length > 1 ? [colourOfParts(parts), 0] : colourOfFields(fields, at + 1);
      at += taken;
      if (code === 38) foreground = colour ?? foreground;
      else background = colour ?? background;
    } else if (code === 39) foreground = -1;
    else if (code === 49) background = -1;
    else if (code >= 30 && code <= 37) foreground = code - 30;
    else if (code >= 40 && code <= 47) background = code - 40;
    else if (code >= 90 && code <= 97) foreground = code - 82;
    else if (code >= 100 && code <= 107) background = code - 92;
    else decorations = (decorations & ~(clearedBy[code] ?? 0)) | (setBy[code] ?? 0);
  }
  return { foreground, background, decorations };
}

/** The colour in `38;5;n` and `38;2;r;g;b`, and how many fields it takes behind the first. */
function colourOfFields(fields: readonly string[], at: number): readonly [Colour | undefined, number] {
  const numbers = fields.slice(at, at + 4).map(Number);
  if (numbers[0] === 5) return [indexedColour(numbers[1]), 1 + 1];
  if (numbers[0] === 2) return [exactColour(numbers.slice(1)), 1 + 3];
  return [undefined, fields.length];
}

/** The colour in `38:5:n`, `38:2:r:g:b` and `38:2:space:r:g:b`. */
function colourOfParts(parts: readonly string[]): Colour | undefined {
  if (parts[1] === '5') return indexedColour(Number(parts[2]));
  if (parts[1] !== '2') return undefined;
  return exactColour(parts.slice(parts.length > 5 ? 3 : 2).map(Number));
}

/** The usual table of 256: the terminal's own 16, a cube of 6 by 6 by 6, and 24 greys. */
function indexedColour(index: number | undefined): Colour | undefined {
  if (index === undefined || !Number.isInteger(index) || index < 0 || index > 255) return undefined;
  if (index < 16) return index;
  if (index >= 232) return exactColour(Array(3).fill(8 + (index - 232) * 10));
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return exactColour([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}

function exactColour([red, green, blue]: readonly number[]): Colour | undefined {
  for (const part of [red, green, blue])
    if (part === undefined || !Number.isInteger(part) || part < 0 || part > 255) return undefined;
  return firstExact + (red ?? 0) * 0x10000 + (green ?? 0) * 0x100 + (blue ?? 0);
}
