import type { ISearchOptions } from '@xterm/addon-search';
import type { ITheme } from '@xterm/xterm';

type ISearchDecorationOptions = NonNullable<ISearchOptions['decorations']>;

const light: ITheme = {
  background: '#ffffff',
  foreground: '#24262b',
  cursor: '#0a66a8',
  cursorAccent: '#ffffff',
  selectionBackground: '#b9d7f0',
  black: '#24262b',
  red: '#b3261e',
  green: '#1a7f43',
  yellow: '#8a6100',
  blue: '#1660b8',
  magenta: '#8a3ab0',
  cyan: '#0b7285',
  white: '#6b6e76',
  brightBlack: '#5d6068',
  brightRed: '#d13a31',
  brightGreen: '#1c8146',
  brightYellow: '#9a6e00',
  brightBlue: '#2674d4',
  brightMagenta: '#a04cc8',
  brightCyan: '#0d7d90',
  brightWhite: '#3a3d44',
};

const dark: ITheme = {
  background: '#1b1c1f',
  foreground: '#dfe1e6',
  cursor: '#6cb8f5',
  cursorAccent: '#1b1c1f',
  selectionBackground: '#2f4f6d',
  black: '#3a3d44',
  red: '#ff7b72',
  green: '#56c57f',
  yellow: '#e0b354',
  blue: '#79b8ff',
  magenta: '#d2a0f0',
  cyan: '#5cc8d8',
  white: '#c9ccd3',
  brightBlack: '#8b8f99',
  brightRed: '#ffa198',
  brightGreen: '#7ee2a0',
  brightYellow: '#f2cc72',
  brightBlue: '#a5d0ff',
  brightMagenta: '#e2c1f7',
  brightCyan: '#8adfec',
  brightWhite: '#f4f5f7',
};

/** Colours of the terminal for the system's light or dark appearance; every one can be read on its background. */
export function terminalTheme(): ITheme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? dark : light;
}

/** Colours of what was found. The overview beside the scroll bar is not shown. */
export function searchColours(): ISearchDecorationOptions {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  return isDark
    ? {
        matchBackground: '#5a4a1c',
        matchOverviewRuler: '#5a4a1c',
        activeMatchBackground: '#8a6a10',
        activeMatchBorder: '#f2cc72',
        activeMatchColorOverviewRuler: '#8a6a10',
      }
    : {
        matchBackground: '#fbe8b0',
        matchOverviewRuler: '#fbe8b0',
        activeMatchBackground: '#ffd257',
        activeMatchBorder: '#8a6100',
        activeMatchColorOverviewRuler: '#ffd257',
      };
}
