import { type LogStyle, plainStyle } from './style.ts';

/** Most styles that are told apart: who uses more colours than that means to fill the memory. */
const mostStyles = 4_096;

/** Gives each style a number: a line keeps numbers. */
export interface StyleTable {
  /** The number of a style: 0 for the plain one, and for any once there are too many. */
  numberOf(style: LogStyle): number;
  styleOf(number: number): LogStyle;
}

/** Builds a table that knows the plain style alone. */
export function createStyleTable(): StyleTable {
  const styles: LogStyle[] = [plainStyle];
  const numbers = new Map<string, number>([[keyOf(plainStyle), 0]]);
  return {
    numberOf(style) {
      const key = keyOf(style);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      if (styles.length >= mostStyles) return 0;
      styles.push(style);
      numbers.set(key, styles.length - 1);
      return styles.length - 1;
    },
    styleOf: (number) => styles[number] ?? plainStyle,
  };
}

function keyOf({ foreground, background, decorations }: LogStyle): string {
  return `${foreground} ${background} ${decorations}`;
}
