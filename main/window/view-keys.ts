/** Views with a key of one digit: Ctrl+0 is the zoom's. */
const digits = 9;

/**
 * The key of the view in a place of the View menu, from 0, as Electron writes keys: Ctrl with a digit, and with Shift for the second
 * nine. On macOS, where Cmd+Shift with a digit takes pictures of the screen, Option in the place of Shift; elsewhere Ctrl+Alt types
 * letters on many keyboards. Undefined beyond.
 */
export function viewKey(index: number, platform = process.platform): string | undefined {
  if (index < digits) return `CmdOrCtrl+${index + 1}`;
  const more = platform === 'darwin' ? 'Alt' : 'Shift';
  return index < 2 * digits ? `CmdOrCtrl+${more}+${index + 1 - digits}` : undefined;
}
