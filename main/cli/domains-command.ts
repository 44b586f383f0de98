import {
  type Domain,
  type DomainListener,
  type DomainListeners,
  type Domains,
  domainUrl,
} from '../contract/domains.ts';
import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { changeTrust, type StoreOutcome, type TrustOutcome } from '../host/trust/change-trust.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { plain, problemLines } from '../util/failure-lines.ts';
import { print } from './print.ts';
import { printServed } from './print-served.ts';

/**
 * `slipway domains`: from the host, which answers them; without one nobody does, and why is said. Wakes no VM. Whatever there
 * is, having told it is success.
 */
export async function printDomains(paths: HomePaths, json: boolean): Promise<void> {
  await printServed<Domains>(paths, json, {
    ask: (client) => client.call('domains.list', {}),
    withoutHost: () => nobody(paths),
    isNowhere,
    nowhere: 'Containers are reached by no name.',
    document: withUrls,
    format: formatDomains,
  });
}

/** `slipway domains trust`. Throws when a store has refused. */
export async function trust(paths: HomePaths): Promise<void> {
  const outcome = await changeTrust(paths, 'add');
  print(...formatTrust(outcome, 'add'));
  throwIfRefused(outcome, 'add');
}

/** `slipway domains untrust`. Throws when a store has refused. */
export async function untrust(paths: HomePaths): Promise<void> {
  const outcome = await changeTrust(paths, 'remove');
  print(...formatTrust(outcome, 'remove'));
  throwIfRefused(outcome, 'remove');
}

/** The names as a table for people. */
export function formatDomains({ http, https, domains }: Domains): readonly string[] {
  const places = [...formatPlace('HTTP', http), ...formatPlace('HTTPS', https)];
  if (isNowhere({ http, https }))
    return [
      'Containers are reached by no name: both ports are 0 in the settings.',
      '  try: slipway settings set domains.httpPort 80',
    ];
  if (domains === null) return ['Which containers there are is known once the VM is awake.', ...places];
  if (domains.length === 0) return ['No container has a name.', ...places];
  const rows = domains.map((domain) => [
    (domainUrl(domain.name, http, false) ?? domainUrl(domain.name, https, true) ?? domain.name) || '',
    plain(domain.container.name),
    domain.port === null ? '-' : String(domain.port),
    stateOf(domain),
  ]);
  const table = [['ADDRESS', 'CONTAINER', 'PORT', 'STATE'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  // A container with several names has the same ones with each.
  const problems = new Map(
    domains
      .flatMap(({ problem, labelProblem }) => [problem, labelProblem])
      .flatMap((problem) => (problem ? [[problem.message, problem]] : [])),
  );
  return [...lines, ...[...problems.values()].flatMap(problemLines), ...places];
}

/** Nobody listens, and nothing was in the way of it. */
function isNowhere({ http, https }: DomainListeners): boolean {
  return [http, https].every(({ port, problem }) => port === null && problem === null);
}

function stateOf({ isRunning, problem }: Domain): string {
  if (!isRunning) return 'does not run';
  return problem === null ? 'open' : 'not reached';
}

function formatPlace(protocol: string, { wanted, port, problem }: DomainListener): readonly string[] {
  if (problem === null) return [];
  const where = port === null ? 'nowhere' : `at port ${port} in place of ${wanted}`;
  return ['', `${protocol} is answered ${where}. ${plain(problem.message)}`, `  try: ${plain(problem.hint)}`];
}

/** With each name where it is found; null where nobody listens. */
export function withUrls(domains: Domains) {
  return {
    ...domains,
    domains:
      domains.domains?.map((domain) => ({
        ...domain,
        http: domainUrl(domain.name, domains.http, false),
        https: domainUrl(domain.name, domains.https, true),
      })) ?? null,
  };
}

/** What became of the stores, for people. */
export function formatTrust(
  { certificate, stores }: TrustOutcome,
  verb: 'add' | 'remove',
): readonly string[] {
  const named = (kind: StoreOutcome['kind']) => [
    ...new Set(stores.filter((store) => store.kind === kind).map(({ title }) => title)),
  ];
  const done = named('done');
  const isAdded = verb === 'add';
  return [
    ...(done.length === 0
      ? []
      : [
          isAdded
            ? `Trusted from now on by ${done.join(', ')}; what runs already may have to be started anew.`
            : `No longer trusted by ${done.join(', ')}.`,
        ]),
    ...named('none').map((title) => `It was not trusted by ${title}.`),
    ...stores.flatMap((store) =>
      store.kind === 'by-hand'
        ? [`For ${store.title}: ${store.hint}`, ...store.commands.map((command) => `  ${command}`)]
        : [],
    ),
    ...(isAdded ? [`The certificate is ${certificate}, good for names below slipway.localhost alone.`] : []),
  ];
}

function throwIfRefused({ stores, certificate }: TrustOutcome, verb: 'add' | 'remove'): void {
  const [refused] = stores.flatMap((store) => (store.kind === 'failed' ? store : []));
  if (refused === undefined) return;
  throw new SlipwayError({
    code: 'file-unusable',
    message: `The certificates that ${refused.title} trusts could not be changed: ${plain(refused.reason)}.`,
    hint:
      verb === 'add'
        ? `Give it ${certificate} by its own settings.`
        : 'Remove it by its own settings: it is listed as Slipway containers.',
  });
}

async function nobody(paths: HomePaths): Promise<Domains> {
  const settings = await loadSettings(paths);
  const closed = { port: null, problem: null, holder: null };
  return {
    http: { ...closed, wanted: settings['domains.httpPort'] },
    https: { ...closed, wanted: settings['domains.httpsPort'] },
    authority: paths.authorityCertificate,
    domains: null,
  };
}
