/** Options of `docker run` and `docker create` that no value follows. */
const switches = new Set([
  ...['detach', 'disable-content-trust', 'init', 'interactive', 'no-healthcheck', 'oom-kill-disable'],
  ...['privileged', 'publish-all', 'quiet', 'read-only', 'rm', 'sig-proxy', 'tty', 'use-api-socket'],
]);

/** Those that a value follows, after `=` or as a word of its own. */
const withValue = new Set([
  ...['add-host', 'annotation', 'attach', 'blkio-weight', 'blkio-weight-device', 'cap-add', 'cap-drop'],
  ...['cgroup-parent', 'cgroupns', 'cidfile', 'cpu-period', 'cpu-quota', 'cpu-rt-period', 'cpu-rt-runtime'],
  ...['cpu-shares', 'cpus', 'cpuset-cpus', 'cpuset-mems', 'detach-keys', 'device', 'device-cgroup-rule'],
  ...['device-read-bps', 'device-read-iops', 'device-write-bps', 'device-write-iops', 'dns', 'dns-option'],
  ...['dns-search', 'domainname', 'entrypoint', 'env', 'env-file', 'expose', 'gpus', 'group-add'],
  ...['health-cmd', 'health-interval', 'health-retries', 'health-start-interval', 'health-start-period'],
  ...['health-timeout', 'hostname', 'ip', 'ip6', 'ipc', 'isolation', 'kernel-memory', 'label', 'label-file'],
  ...['link', 'link-local-ip', 'log-driver', 'log-opt', 'mac-address', 'memory', 'memory-reservation'],
  ...['memory-swap', 'memory-swappiness', 'mount', 'name', 'net', 'net-alias', 'network', 'network-alias'],
  ...['oom-score-adj', 'pid', 'pids-limit', 'platform', 'publish', 'pull', 'restart', 'runtime'],
  ...['security-opt', 'shm-size', 'stop-signal', 'stop-timeout', 'storage-opt', 'sysctl', 'tmpfs', 'ulimit'],
  ...['user', 'userns', 'uts', 'volume', 'volume-driver', 'volumes-from', 'workdir'],
]);

/** Their single letters: those of the switches, and those that a value follows. */
const shortSwitches = 'diPqt';
const shortWithValue = 'acehlmpuvw';

/**
 * The paths of this computer that `docker run` or `docker create` is told to show in a container, as they are written: absolute, or
 * beginning with a dot. None for every other command, and none from an option on that is not known: it may have a value or not.
 */
export function bindSources(parameters: readonly string[]): readonly string[] {
  return mountsOf(optionsOf(parameters)).filter((source) => /^(\/|\.{1,2}(\/|$))/.test(source));
}

interface Option {
  readonly name: 'volume' | 'mount';
  readonly value: string;
}

/** Where a container's options begin; undefined when none is made, or not by this engine. */
function beginOf(parameters: readonly string[]): number | undefined {
  let at = 0;
  while (/^(-D|--debug|-l|--log-level(=.*)?)$/.test(parameters[at] ?? ''))
    at += /^(-l|--log-level)$/.test(parameters[at] ?? '') ? 2 : 1;
  if (parameters[at] === 'container') at++;
  return parameters[at] === 'run' || parameters[at] === 'create' ? at + 1 : undefined;
}

function optionsOf(parameters: readonly string[]): readonly Option[] {
  const found: Option[] = [];
  const note = (name: string, value: string | undefined) => {
    if (value !== undefined && (name === 'volume' || name === 'mount')) found.push({ name, value });
  };
  let at = beginOf(parameters) ?? parameters.length;
  while (at < parameters.length) {
    const word = parameters[at++] ?? '';
    // The image, or what says that it comes next: all that follows is the container's own.
    if (!word.startsWith('-') || word === '-' || word === '--') return found;
    if (word.startsWith('--')) {
      const [, name = '', equals, value] = /^--([^=]*)(=)?(.*)$/s.exec(word) ?? [];
      if (withValue.has(name)) note(name, equals === undefined ? parameters[at++] : value);
      else if (!switches.has(name)) return found;
      continue;
    }
    const rest = word.slice(1).replace(new RegExp(`^[${shortSwitches}]*`), '');
    if (rest === '') continue;
    const letter = rest[0] ?? '';
    if (!shortWithValue.includes(letter)) return found;
    const value = rest.length > 1 ? rest.slice(1).replace(/^=/, '') : parameters[at++];
    note(letter === 'v' ? 'volume' : letter, value);
  }
  return found;
}

function mountsOf(options: readonly Option[]): readonly string[] {
  return options.flatMap(({ name, value }) => {
    if (name === 'volume') {
      // Without a colon it is a path of the container's.
      const [, source] = /^([^:]+):[^:]+(:[^:]*)?$/.exec(value) ?? [];
      return source ?? [];
    }
    // As in CSV, with quotes: such a one is left alone.
    if (value.includes('"')) return [];
    const fields = new Map(
      value.split(',').map((field) => {
        const [key = '', ...rest] = field.split('=');
        return [key.trim().toLowerCase(), rest.join('=')] as const;
      }),
    );
    return fields.get('type')?.toLowerCase() === 'bind'
      ? (fields.get('src') ?? fields.get('source') ?? [])
      : [];
  });
}
