import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartData } from './chart-data.ts';

/** One curve of a chart. */
export interface Curve {
  readonly name: string;
  /** Name of the custom property that holds its colour. */
  readonly colour: string;
}

interface ChartProps {
  readonly title: string;
  /** The last values, in words: what the picture says to who does not see it. */
  readonly summary: string;
  readonly curves: readonly Curve[];
  readonly data: ChartData;
  /** Seconds since 1970 between which it is drawn. */
  readonly range: readonly [from: number, to: number];
  /** Least top of the scale, in the values' unit. */
  readonly atLeast: number;
  readonly format: (value: number) => string;
}

const height = 132;

/** Curves over time. Drawn on a canvas: an hour of samples costs no elements. */
export function Chart(props: ChartProps) {
  const { title, summary, curves, data } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new UPlot(optionsFor(element, latest), [...latest.current.data] as never, element);
    };
    draw();
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    // Colours are read once for a canvas: another appearance needs another picture.
    const appearance = matchMedia('(prefers-color-scheme: dark)');
    appearance.addEventListener('change', draw);
    return () => {
      appearance.removeEventListener('change', draw);
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => plot.current?.setData([...data] as never), [data]);
  return (
    <figure className="chart">
      <figcaption>
        <span className="strong">{title}</span>
        <span className="quiet">{summary}</span>
        <span className="chart-legend">
          {curves.length > 1 &&
            curves.map(({ name, colour }) => (
              <span key={name}>
                <span className={`chart-key chart-key-${colour}`} aria-hidden />
                {name}
              </span>
            ))}
        </span>
      </figcaption>
      <div ref={box} aria-hidden />
    </figure>
  );
}

function optionsFor(element: HTMLElement, latest: { readonly current: ChartProps }): UPlot.Options {
  const style = getComputedStyle(element);
  const font = `11px ${style.fontFamily}`;
  const axis: UPlot.Axis = {
    stroke: () => resolve(element, 'var(--text-faint)'),
    grid: { stroke: () => resolve(element, 'var(--border)'), width: 1 },
    ticks: { show: false },
    font,
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, points: { show: false } },
    padding: [8, 4, 0, 0],
    scales: {
      x: { time: true, range: () => [...latest.current.range] },
      y: {
        range: (_, __, most) => [0, Math.max(latest.current.atLeast, (most ?? 0) * 1.1)],
      },
    },
    axes: [
      { ...axis, size: 24, values: '{HH}:{mm}' },
      {
        ...axis,
        size: 64,
        splits: (_, __, least, most) => [least, most / 2, most],
        values: (_, values) => values.map((value) => latest.current.format(value)),
      },
    ],
    series: [
      {},
      ...latest.current.curves.map(({ name, colour }) => ({
        label: name,
        stroke: () => resolve(element, `var(--${colour})`),
        width: 1.5,
        points: { show: false },
      })),
    ],
  };
}

/** A colour as a canvas takes it: it knows neither custom properties nor light-dark(). */
function resolve(element: HTMLElement, colour: string): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  element.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
