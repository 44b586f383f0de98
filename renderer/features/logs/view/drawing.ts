import type { CSSProperties } from 'react';
import { type Colour, decoration, firstExact, type LogStyle } from '../text/style.ts';

/** How a piece of text is drawn. */
export interface Drawing {
  readonly className: string;
  readonly style?: CSSProperties;
}

const classes = [
  [decoration.bold, 'ansi-bold'],
  [decoration.faint, 'ansi-faint'],
  [decoration.italic, 'ansi-italic'],
] as const;

/**
 * How a style is drawn so that the text can be read in the light and in the dark: a colour is made darker or lighter until it
 * can, and behind text on a ground of its own that colour is a tint, on which the text has its usual one (logs.css).
 */
export function drawingOf({ foreground, background, decorations }: LogStyle): Drawing {
  const isInverse = (decorations & decoration.inverse) !== 0;
  const ground = isInverse ? (foreground === -1 ? 'var(--text)' : nameOf(foreground)) : nameOf(background);
  const names: string[] = classes.flatMap(([bit, name]) => ((decorations & bit) === 0 ? [] : [name]));
  const lines = [
    (decorations & decoration.underline) === 0 ? '' : 'underline',
    (decorations & decoration.strike) === 0 ? '' : 'line-through',
  ].filter(Boolean);
  const style: Record<string, string> = lines.length === 0 ? {} : { textDecoration: lines.join(' ') };
  if (ground !== undefined) {
    names.push('ansi-ground');
    style['--ansi-ground'] = ground;
  } else if (foreground >= firstExact) {
    names.push('ansi-exact');
    style['--ansi-exact'] = nameOf(foreground) ?? '';
  } else if (foreground >= 0) style.color = nameOf(foreground) ?? '';
  return { className: names.join(' '), style };
}

/** A colour as CSS has it; undefined for the usual one. */
function nameOf(colour: Colour): string | undefined {
  if (colour < 0) return undefined;
  return colour >= firstExact
    ? `#${(colour - firstExact).toString(16).padStart(6, '0')}`
    : `var(--ansi-${colour})`;
}
