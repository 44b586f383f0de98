import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';

const bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
});

/** The window's last place; undefined when it is unknown or no longer on any screen. */
export function readBounds(
  file: string,
  displays: readonly { readonly workArea: Rectangle }[],
): Rectangle | undefined {
  try {
    const last = bounds.parse(JSON.parse(readFileSync(file, 'utf8')));
    return displays.some(({ workArea }) => overlaps(workArea, last)) ? last : undefined;
  } catch {
    return undefined;
  }
}

/** Enough of the title bar must be on the screen to take hold of it. */
function overlaps(area: Rectangle, window: Rectangle): boolean {
  const grip = 80;
  return (
    window.x + window.width - grip > area.x &&
    window.x + grip < area.x + area.width &&
    window.y >= area.y &&
    window.y + grip / 2 < area.y + area.height
  );
}

/** Writes the window's place when it closes. Losing it is no reason to complain. */
export function rememberBounds(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    try {
      writeFileSync(file, JSON.stringify(window.getNormalBounds()), { mode: 0o600 });
    } catch {
      // A read-only home is reported by whoever needs to write there.
    }
  });
}
