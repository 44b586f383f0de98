/** Milliseconds as people say them: `85 ms`, `4.2 s`, `1 min 5 s`. Below nought counts as nought. */
export function formatDuration(milliseconds: number): string {
  const whole = Math.round(Math.max(0, milliseconds));
  if (whole < 1_000) return `${whole} ms`;
  const tenths = Math.round(whole / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  return `${Math.floor(tenths / 600)} min ${Math.floor((tenths % 600) / 10)} s`;
}
