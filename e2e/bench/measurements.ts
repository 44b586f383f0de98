import { measureAsleep } from './measure/asleep.ts';
import { measureBuilds } from './measure/builds.ts';
import { measureColdBoot } from './measure/cold-boot.ts';
import { measureCompose } from './measure/compose.ts';
import { measureList } from './measure/list.ts';
import { measureLogWindow } from './measure/log-window.ts';
import { measureLogs } from './measure/logs.ts';
import { measureMemory } from './measure/memory.ts';
import { measureNode } from './measure/node.ts';
import { measurePaint } from './measure/paint.ts';
import { measurePorts } from './measure/ports.ts';
import { measureRelay } from './measure/relay.ts';
import { measureResume } from './measure/resume.ts';
import { measureSave } from './measure/save.ts';
import { measureShares } from './measure/shares.ts';
import { measureSizes } from './measure/sizes.ts';
import { measureSocket } from './measure/socket.ts';
import { measureStart } from './measure/start.ts';
import { measureStorm } from './measure/storm.ts';
import { measureTrim } from './measure/trim.ts';
import { measureWake } from './measure/wake.ts';
import { measureWatch } from './measure/watch.ts';
import type { MeasurementName } from './measurement-names.ts';
import type { Report } from './report/report.ts';
import type { BenchContext } from './support/context.ts';

/** Something that can be measured. */
export interface Measurement {
  readonly purpose: string;
  /** Leaves no process and no file behind, whether it succeeds or not. */
  readonly measure: (context: BenchContext) => Promise<Report>;
}

/** By name. */
export const measurements: Readonly<Record<MeasurementName, Measurement>> = {
  sizes: { purpose: 'what lies on the disk', measure: measureSizes },
  start: { purpose: 'the first and the second npm start of a fresh clone', measure: measureStart },
  'cold-boot': { purpose: 'from QEMU to /_ping, beside a stock Debian guest', measure: measureColdBoot },
  resume: { purpose: 'resume, template boot and cold boot of one home', measure: measureResume },
  wake: { purpose: 'from the first byte on the sleeping socket to its answer', measure: measureWake },
  node: {
    purpose: 'from `slipway node add` to a second node that the Swarm has ready',
    measure: measureNode,
  },
  save: { purpose: 'time and size of a sleep', measure: measureSave },
  asleep: { purpose: 'what is left of memory and processor time while asleep', measure: measureAsleep },
  trim: { purpose: 'what the host gets back of 1 GB that was written and deleted', measure: measureTrim },
  shares: {
    purpose: 'a shared folder beside the guest’s own disk, and sleep and resume with one and without',
    measure: measureShares,
  },
  watch: {
    purpose: 'from a save on this machine to a watcher in a container',
    measure: measureWatch,
  },
  ports: {
    purpose: 'a published port, beside QEMU’s own forward and the loopback without a VM',
    measure: measurePorts,
  },
  socket: { purpose: 'latency and throughput of docker.sock, beside other ways', measure: measureSocket },
  builds: {
    purpose: 'builds from a large context and from one of many files, beside an engine without a VM',
    measure: measureBuilds,
  },
  compose: {
    purpose: 'ten services up and down, beside the client alone and an engine without a VM',
    measure: measureCompose,
  },
  relay: { purpose: 'the relay at docker.sock by itself, without a VM', measure: measureRelay },
  logs: {
    purpose: 'a million lines of logs: taking them in and searching them, without a window',
    measure: measureLogs,
  },
  paint: { purpose: 'from launching the app to its first meaningful paint', measure: measurePaint },
  memory: { purpose: 'memory of each process, idle', measure: measureMemory },
  list: {
    purpose: 'a list of a thousand containers, beside one without a virtual list',
    measure: measureList,
  },
  storm: {
    purpose: 'the window while the engine tells of two hundred events a second',
    measure: measureStorm,
  },
  'log-window': {
    purpose: 'logs in the window: followed at full speed, and shown beside one element a line',
    measure: measureLogWindow,
  },
};
