import { ChartLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Container } from '../../../../main/contract/engine/containers.ts';
import type { UsageHistory, UsageSample } from '../../../../main/contract/engine/stats.ts';
import { type Failure, toFailure } from '../../../../main/contract/errors.ts';
import { formatSize } from '../../../../main/contract/format.ts';
import { call } from '../../../bridge.ts';
import { readStream } from '../../../read-stream.ts';
import { formatByteSize } from '../../../text/byte-size.ts';
import { formatCpus } from '../../../text/usage-text.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { Chart, type Curve } from './chart.tsx';
import { chartData } from './chart-data.ts';
import './stats.css';

/** Seconds that the charts show. */
const shownSeconds = 3_600;

interface ChartDefinition {
  readonly title: string;
  readonly curves: readonly (Curve & { readonly pick: (sample: UsageSample) => number })[];
  readonly format: (value: number) => string;
  readonly atLeast: number;
  /** Said of the last sample. */
  readonly summary: (sample: UsageSample, history: UsageHistory) => string;
}

const rate = (value: number) => `${formatSize(value)}/s`;

const charts: readonly ChartDefinition[] = [
  {
    title: 'Processor',
    curves: [{ name: 'processor', colour: 'chart-1', pick: ({ cpus }) => cpus }],
    format: formatCpus,
    atLeast: 0.1,
    summary: ({ cpus, processes }) =>
      `${formatCpus(cpus)} of one processor, ${processes} ${processes === 1 ? 'process' : 'processes'}`,
  },
  {
    title: 'Memory',
    curves: [{ name: 'memory', colour: 'chart-1', pick: ({ memoryBytes }) => memoryBytes }],
    format: formatSize,
    atLeast: 1_000_000,
    summary: ({ memoryBytes }, { memoryLimitBytes }) =>
      `${formatSize(memoryBytes)}${memoryLimitBytes > 0 ? ` of ${formatByteSize(memoryLimitBytes)}` : ''}`,
  },
  {
    title: 'Network',
    curves: [
      { name: 'received', colour: 'chart-1', pick: ({ receivedRate }) => receivedRate },
      { name: 'sent', colour: 'chart-2', pick: ({ sentRate }) => sentRate },
    ],
    format: rate,
    atLeast: 1_000,
    summary: ({ receivedRate, sentRate }) => `${rate(receivedRate)} received, ${rate(sentRate)} sent`,
  },
  {
    title: 'Disk',
    curves: [
      { name: 'read', colour: 'chart-1', pick: ({ readRate }) => readRate },
      { name: 'written', colour: 'chart-2', pick: ({ writtenRate }) => writtenRate },
    ],
    format: rate,
    atLeast: 1_000,
    summary: ({ readRate, writtenRate }) => `${rate(readRate)} read, ${rate(writtenRate)} written`,
  },
];

/** What a container uses, live, and what it used in the last hour. */
export function StatsTab({ container: { id, state } }: { readonly container: Container }) {
  const { history, failure } = useHistory(id);
  if (failure !== undefined) {
    return (
      <EmptyState icon={ChartLine} title="The statistics could not be read">
        <FailureText failure={failure} />
      </EmptyState>
    );
  }
  const last = history?.samples.at(-1);
  if (history !== undefined && last === undefined && state !== 'running') {
    return (
      <EmptyState icon={ChartLine} title="Nothing was measured">
        It has not run in the last hour. What it uses is measured while it runs and Slipway’s window is open.
      </EmptyState>
    );
  }
  if (history === undefined || last === undefined) {
    return (
      <div className="loading" role="status">
        <Spinner size={16} />
        Measuring…
      </div>
    );
  }
  const to = Math.max(last.at, state === 'running' ? 0 : Date.now()) / 1_000;
  return (
    <ScrollArea label="Charts" className="charts">
      {charts.map(({ title, curves, format, atLeast, summary }) => (
        <Chart
          key={title}
          title={title}
          summary={summary(last, history)}
          curves={curves}
          data={chartData(
            history.samples,
            curves.map(({ pick }) => pick),
          )}
          range={[to - shownSeconds, to]}
          atLeast={atLeast}
          format={format}
        />
      ))}
    </ScrollArea>
  );
}

/** What is known of a container, renewed as samples come. */
function useHistory(id: string) {
  const [history, setHistory] = useState<UsageHistory>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    const left = new AbortController();
    const renew = async () => {
      const now = await call('stats.history', { id });
      if (!left.signal.aborted) setHistory(now);
    };
    const follow = async () => {
      await renew();
      for await (const usages of readStream('stats.live', { focus: id }, left.signal)) {
        if (usages.some((usage) => usage.id === id)) await renew();
      }
    };
    follow().catch((error: unknown) => left.signal.aborted || setFailure(toFailure(error)));
    return () => left.abort();
  }, [id]);
  return { history, failure };
}
