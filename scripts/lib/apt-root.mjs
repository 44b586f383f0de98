// A configuration of apt apart from the machine's own: other suites, another architecture, its own lists and archives.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDebianMirror } from './apt-sources.mjs';
import { runCommand } from './run-command.mjs';

/** Debian's names of architectures. */
export const debianArchitectures = Object.freeze({ x64: 'amd64', arm64: 'arm64' });

/**
 * Writes a configuration of apt of its own into `scratch`, and gives a function that runs apt with it.
 * @param {string} scratch
 * @param {import('./debian.mjs').ExtractOptions} options
 */
export async function prepareApt(scratch, options) {
  const mirror = await readDebianMirror();
  for (const name of ['lists/partial', 'archives/partial', 'etc'])
    await mkdir(join(scratch, name), { recursive: true });
  await writeFile(join(scratch, 'etc/debian.sources'), sourcesText(mirror, options.suites));
  await writeFile(join(scratch, 'etc/preferences'), preferencesText(options.suites, options.pins ?? []));
  await writeFile(
    join(scratch, 'status'),
    (options.without ?? []).map((name) => pretendInstalled(name, options.arch)).join('\n'),
  );
  const settings = {
    'APT::Architecture': debianArchitectures[options.arch],
    'APT::Architectures': debianArchitectures[options.arch],
    'APT::Sandbox::User': 'root',
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Acquire::http::Timeout': '60',
    'Acquire::https::Timeout': '60',
    'Dir::State': scratch,
    'Dir::State::status': join(scratch, 'status'),
    'Dir::State::lists': join(scratch, 'lists'),
    'Dir::Cache': scratch,
    'Dir::Cache::archives': join(scratch, 'archives'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(scratch, 'etc'),
    'Dir::Etc::preferences': join(scratch, 'etc/preferences'),
    'Dir::Etc::preferencesparts': '/dev/null',
    // The machine's own settings stay out (hooks, cache cleaning), but for how it reaches the network, copied below.
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::main': '/dev/null',
  };
  const network = await runCommand(
    'apt-config',
    ['dump', '--format', '%F "%v";%n', 'Acquire::http', 'Acquire::https'],
    {
      signal: options.signal,
    },
  ).catch((cause) => {
    throw new Error(
      'apt is needed to build from Debian packages and could not be run: build on a Debian machine.',
      { cause },
    );
  });
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  const proxies = network.split('\n').filter((line) => /::(Proxy|CaInfo|CaPath|SslCert|SslKey)/i.test(line));
  const configuration = join(scratch, 'apt.conf');
  await writeFile(configuration, `${[...proxies, ...lines].join('\n')}\n`);

  /**
   * @param {'update' | 'download' | 'query'} step
   * @param {readonly string[]} commandArguments
   */
  return async function apt(step, commandArguments) {
    const onStatusLine = (/** @type {string} */ line) => {
      const percent = /^dlstatus:\d+:([\d.]+):/.exec(line)?.[1];
      if (!percent) return;
      const part = Number(percent) / 100;
      if (step === 'update')
        options.onProgress?.({ message: 'reading the package lists', fraction: part * 0.1 });
      else options.onProgress?.({ message: 'downloading packages', fraction: 0.1 + part * 0.5 });
    };
    return runCommand(
      step === 'query' ? 'apt-cache' : 'apt-get',
      step === 'query'
        ? commandArguments
        : ['-o', 'APT::Status-Fd=3', '-o', 'APT::Update::Error-Mode=any', ...commandArguments],
      {
        env: {
          ...process.env,
          APT_CONFIG: configuration,
          DEBIAN_FRONTEND: 'noninteractive',
          LC_ALL: 'C.UTF-8',
        },
        signal: options.signal,
        onStatusLine,
      },
    );
  };
}

/**
 * apt's sources for some suites of this machine's mirror, as a .sources file has them.
 * @param {import('./apt-sources.mjs').DebianMirror} mirror
 * @param {readonly import('./debian.mjs').Suite[]} suites
 */
export function sourcesText(mirror, suites) {
  return suites
    .filter((suite) => !suite.security || mirror.securityUri)
    .map((suite) =>
      [
        'Types: deb',
        `URIs: ${suite.security ? mirror.securityUri : mirror.uri}`,
        `Suites: ${suite.name}`,
        'Components: main',
        ...(mirror.signedBy ? [`Signed-By: ${mirror.signedBy}`] : []),
        ...(suite.mayBeStale ? ['Check-Valid-Until: no'] : []),
      ]
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('\n');
}

/**
 * apt's preferences: the base suite and its security updates as usual; other suites only for what is pinned, and for what
 * only they have.
 * @param {readonly import('./debian.mjs').Suite[]} suites
 * @param {readonly import('./debian.mjs').Pin[]} pins
 */
export function preferencesText(suites, pins) {
  const [base, ...others] = suites;
  const stanzas = pins.map(
    (pin) => `Package: ${pin.packages.join(' ')}\nPin: release n=${pin.suite}\nPin-Priority: 990\n`,
  );
  for (const suite of others) {
    if (suite.security || suite.name === `${base?.name}-updates`) continue;
    stanzas.push(`Package: *\nPin: release n=${suite.name}\nPin-Priority: 50\n`);
  }
  return stanzas.join('\n');
}

/**
 * An entry for dpkg's list of what is installed. apt does not fetch what it believes to be there.
 * @param {string} name
 * @param {'x64' | 'arm64'} arch
 */
function pretendInstalled(name, arch) {
  const fields = [
    `Package: ${name}`,
    'Status: install ok installed',
    // With an epoch, which counts for more than all that follows.
    'Version: 99:99999',
    `Architecture: ${debianArchitectures[arch]}`,
    'Multi-Arch: foreign',
    'Maintainer: none',
    'Description: left out',
  ];
  return `${fields.join('\n')}\n`;
}
