import { type ImageConfig, type Inspected, isSame } from './inspected.ts';

/** What the form does not show and a new container gets as it is: its name in words, and whether it was chosen. */
const kept: readonly (readonly [name: string, isChosen: (of: Inspected, image: ImageConfig) => boolean])[] = [
  ['health check', ({ Config }, image) => !isSame(Config.Healthcheck, image.Healthcheck)],
  ['stop signal', ({ Config }, image) => !isSame(Config.StopSignal, image.StopSignal)],
  ['time to stop', ({ Config }) => Config.StopTimeout !== undefined && Config.StopTimeout !== null],
  ['domain name', ({ Config }) => Boolean(Config.Domainname)],
  [
    'log driver',
    ({ HostConfig: { LogConfig } }) =>
      (LogConfig?.Type ?? 'json-file') !== 'json-file' || Object.keys(LogConfig?.Config ?? {}).length > 0,
  ],
  ['devices', ({ HostConfig }) => hasAny(HostConfig.Devices) || hasAny(HostConfig.DeviceRequests)],
  ['ulimits', ({ HostConfig }) => hasAny(HostConfig.Ulimits)],
  ['kernel parameters', ({ HostConfig }) => Object.keys(HostConfig.Sysctls ?? {}).length > 0],
  ['security options', ({ HostConfig }) => hasAny(HostConfig.SecurityOpt)],
  ['name servers', ({ HostConfig }) => hasAny(HostConfig.Dns) || hasAny(HostConfig.DnsSearch)],
  ['groups', ({ HostConfig }) => hasAny(HostConfig.GroupAdd)],
  ['shared memory', ({ HostConfig }) => (HostConfig.ShmSize ?? 67_108_864) !== 67_108_864],
  ['processes of others', ({ HostConfig }) => Boolean(HostConfig.PidMode)],
  ['links', ({ HostConfig }) => hasAny(HostConfig.Links)],
  ['volumes of others', ({ HostConfig }) => hasAny(HostConfig.VolumesFrom)],
  ['processors by number', ({ HostConfig }) => Boolean(HostConfig.CpusetCpus)],
  ['share of the processors', ({ HostConfig }) => Boolean(HostConfig.CpuShares)],
  ['reserved memory', ({ HostConfig }) => Boolean(HostConfig.MemoryReservation)],
];

/** What else was chosen for a container, in words. */
export function keptNames(container: Inspected, image: ImageConfig): readonly string[] {
  return kept.filter(([, isChosen]) => isChosen(container, image)).map(([name]) => name);
}

function hasAny(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
