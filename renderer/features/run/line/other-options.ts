/** Options of `docker run` for which the form has no place and that take a value. */
const withValue = [
  ...['-a', '-c', '--annotation', '--attach', '--blkio-weight', '--blkio-weight-device', '--cgroup-parent'],
  ...['--cgroupns', '--cidfile', '--cpu-count', '--cpu-percent', '--cpu-period', '--cpu-quota'],
  ...[
    '--cpu-rt-period',
    '--cpu-rt-runtime',
    '--cpu-shares',
    '--cpuset-cpus',
    '--cpuset-mems',
    '--detach-keys',
  ],
  ...['--device', '--device-cgroup-rule', '--device-read-bps', '--device-read-iops', '--device-write-bps'],
  ...[
    '--device-write-iops',
    '--dns',
    '--dns-opt',
    '--dns-option',
    '--dns-search',
    '--domainname',
    '--env-file',
  ],
  ...['--expose', '--gpus', '--group-add', '--health-cmd', '--health-interval', '--health-retries'],
  ...['--health-start-interval', '--health-start-period', '--health-timeout', '--io-maxbandwidth'],
  ...['--io-maxiops', '--ipc', '--isolation', '--kernel-memory', '--label-file', '--link', '--link-local-ip'],
  ...['--log-driver', '--log-opt', '--mac-address', '--memory-reservation', '--memory-swap'],
  ...[
    '--memory-swappiness',
    '--oom-score-adj',
    '--pid',
    '--platform',
    '--pull',
    '--runtime',
    '--security-opt',
  ],
  ...['--shm-size', '--stop-signal', '--stop-timeout', '--storage-opt', '--sysctl', '--ulimit', '--userns'],
  ...['--uts', '--volume-driver', '--volumes-from'],
];

/** Those that are on or off. */
const switches = [
  ...['-P', '--publish-all', '--disable-content-trust', '--help', '--no-healthcheck', '--oom-kill-disable'],
  ...['-q', '--quiet', '--sig-proxy', '--use-api-socket'],
];

/** What the window does anyway: nothing is lost when it goes without saying. */
const understood = ['-d', '--detach'];

/** Whether an option that the form does not know takes a value: undefined for one that docker does not know either. */
export const otherOptions: ReadonlyMap<string, 'value' | 'switch' | 'understood'> = new Map([
  ...withValue.map((flag) => [flag, 'value'] as const),
  ...switches.map((flag) => [flag, 'switch'] as const),
  ...understood.map((flag) => [flag, 'understood'] as const),
]);

/** Why an option is not taken over, where there is more to say than that the form has no place for it. */
export const reasons: Readonly<Record<string, string>> = {
  '--env-file': 'choose the file under Environment: the window cannot open it by its path',
  '-e': 'without a value docker takes that of your shell: write NAME=value',
  '--network-alias': 'it belongs to a network: name one first',
  '--ip': 'it belongs to a network: name one first',
  '--ip6': 'it belongs to a network: name one first',
};

/** Options of `docker` itself, before the command, that take a value. */
export const clientOptions: readonly string[] = [
  '-H',
  '--host',
  '-c',
  '--context',
  '--config',
  '-l',
  '--log-level',
];
