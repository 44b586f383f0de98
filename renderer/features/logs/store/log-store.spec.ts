import { describe, expect, it } from 'vitest';
import type { LogLines } from '../../../../main/contract/engine/logs.ts';
import { LogStore } from './log-store.ts';

const esc = '\u001b';

/** Lines of the first container, at times that count up. */
function piece(lines: readonly string[], origin = 0, firstTime = 0): LogLines {
  return {
    kind: 'lines',
    bytes: new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')),
    times: Float64Array.from(lines, (_, index) => firstTime + index),
    origins: new Uint32Array(lines.length).fill(origin),
    cuts: [],
  };
}

describe('a store of lines', () => {
  it('gives back what it was given', () => {
    const store = new LogStore();
    store.add(piece(['one', 'zwölf', '', '容器 👩‍💻']));
    store.add({ ...piece([`${esc}[31mfour`], 3, 100), cuts: [{ line: 0, leftOut: 7 }] });
    expect(store.end).toBe(5);
    expect([0, 1, 2, 3].map((line) => store.line(line)?.text)).toEqual(['one', 'zwölf', '', '容器 👩‍💻']);
    expect(store.line(4)).toMatchObject({ number: 4, text: 'four', time: 100, container: 1, isError: true });
    expect(store.line(4)?.leftOut).toBe(7);
    expect(store.line(4)?.runs).toEqual(Uint32Array.of(1));
    expect(store.line(3)?.runs).toBeUndefined();
    expect(store.line(5)).toBeUndefined();
    expect(store.line(-1)).toBeUndefined();
  });

  it('grows over many chunks', () => {
    const store = new LogStore();
    for (let at = 0; at < 300; at += 1)
      store.add(piece(Array.from({ length: 1_000 }, (_, index) => `line ${at * 1_000 + index} — ü`)));
    expect(store.end).toBe(300_000);
    expect(store.chunksFrom(0).length).toBeGreaterThan(3);
    for (const line of [0, 65_999, 66_000, 131_072, 299_999])
      expect(store.line(line)?.text).toBe(`line ${line} — ü`);
  });

  it('lets the oldest go, keeps as many as promised, and counts what went', () => {
    const store = new LogStore({ lines: 150_000, bytes: 1e9 });
    for (let at = 0; at < 300; at += 1) store.add(piece(Array(1_000).fill(`line of ${at}`)));
    expect(store.end - store.first).toBeGreaterThanOrEqual(150_000);
    expect(store.end - store.first).toBeLessThan(150_000 + 67_000);
    expect(store.dropped).toBe(store.first);
    expect(store.line(store.first - 1)).toBeUndefined();
    expect(store.line(store.first)?.text).toBe(`line of ${store.first / 1_000}`);
  });

  it('keeps to its bytes', () => {
    const store = new LogStore({ lines: 1e9, bytes: 4_000_000 });
    for (let at = 0; at < 40; at += 1) store.add(piece(Array(20).fill('x'.repeat(10_000))));
    expect(store.size).toBeLessThanOrEqual(4_000_000);
    expect(store.line(store.end - 1)?.text).toHaveLength(10_000);
  });

  it('goes on counting after it was cleared', () => {
    const store = new LogStore();
    store.add(piece(['old']));
    store.clear();
    store.add(piece(['new']));
    expect(store.line(0)).toBeUndefined();
    expect(store.line(1)?.text).toBe('new');
    expect(store.dropped).toBe(0);
  });

  it('selects by container', () => {
    const store = new LogStore();
    for (let at = 0; at < 6; at += 1) store.add(piece([`of ${at % 3}`], (at % 3) * 2 + (at % 2)));
    const found: number[] = [];
    store.select(
      1,
      (container) => container !== 1,
      (line) => found.push(line),
    );
    expect(found).toEqual([2, 3, 5]);
    expect(store.containerOf(5)).toBe(2);
  });
});
