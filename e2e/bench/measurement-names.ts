/** Everything that can be measured, in the order in which it is. */
export const measurementNames = [
  'sizes',
  'start',
  'cold-boot',
  'resume',
  'wake',
  'node',
  'save',
  'asleep',
  'trim',
  'shares',
  'watch',
  'ports',
  'socket',
  'builds',
  'compose',
  'relay',
  'logs',
  'paint',
  'memory',
  'list',
  'storm',
  'log-window',
] as const;

/** One of {@link measurementNames}. */
export type MeasurementName = (typeof measurementNames)[number];
