import { arch, cpus, platform, release, version as systemVersion, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import type { DoctorReport } from '../../contract/doctor.ts';
import { toFailure } from '../../contract/errors.ts';
import { readClientConfig } from '../../docker-client/client-config.ts';
import { type HomePaths, nodePaths } from '../../home/paths.ts';
import { readNodeRecords } from '../../host/nodes/node-records.ts';
import { listSettings } from '../../settings/settings-store.ts';
import type { DoctorView } from '../check.ts';
import { readEnd } from './read-end.ts';
import { createRedactor, type Redactor, secretsOfLogins, secretsOfProxies } from './redact.ts';

/** Of each log the end: what a supervisor keeps at most is 3 MiB, a console 8. In bytes. */
const logBytes = 1024 * 1024;

/** Of each log of a further VM. */
const nodeLogBytes = 256 * 1024;

/** A file of the bundle. */
export interface BundleFile {
  readonly name: string;
  /** Without what is secret. */
  readonly text: string;
}

/** What is packed, and how much was struck out of it. */
export interface Bundle {
  readonly files: readonly BundleFile[];
  /** How many places. */
  readonly struck: number;
}

/** Gathers what tells of an instance, in words only: nothing of what is in images, containers and volumes. */
export async function gatherBundle(view: DoctorView, report: DoctorReport, slipway: string): Promise<Bundle> {
  const { paths, settings, status, environment } = view;
  const names = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);
  const logins = await readClientConfig(paths).catch(() => ({}));
  const redactor = createRedactor([
    ...secretsOfProxies([settings['network.proxy'], ...names.map((name) => environment[name])]),
    ...secretsOfLogins(logins),
  ]);
  const json = (name: string, value: unknown): BundleFile => ({
    name,
    text: `${JSON.stringify(redactValue(redactor, value), undefined, 2)}\n`,
  });
  const files = [
    json('status.json', status),
    json('doctor.json', report),
    json('settings.json', await listSettings(paths).then(shortSettings, toFailure)),
    json('versions.json', await versions(view, slipway)),
    ...(await logsOf(paths, redactor, 'logs', logBytes)),
    ...(await nodeLogs(paths, redactor)),
  ];
  return { files, struck: redactor.count() };
}

/** Strings and not their JSON: what is secret in it may be written with escapes there. */
function redactValue(redactor: Redactor, value: unknown): unknown {
  if (typeof value === 'string') return redactor.redact(value);
  if (Array.isArray(value)) return value.map((one) => redactValue(redactor, one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      typeof one === 'string' ? redactor.redactNamed(key, one) : redactValue(redactor, one),
    ]),
  );
}

function shortSettings(settings: Awaited<ReturnType<typeof listSettings>>): unknown {
  return Object.fromEntries(settings.map(({ key, value }) => [key, value]));
}

async function versions({ qemu, status }: DoctorView, slipway: string): Promise<unknown> {
  const qemuVersion = await qemu().then(
    ({ version }) => version,
    (error: unknown) => toFailure(error).message,
  );
  return {
    ...{ slipway, node: process.versions.node, qemu: qemuVersion, engine: status.engine },
    system: { platform: platform(), release: release(), version: systemVersion(), arch: arch() },
    processors: { model: cpus()[0]?.model ?? 'unknown', count: cpus().length },
    memoryMiB: Math.round(totalmem() / 1_048_576),
  };
}

async function logsOf(
  { supervisorLog, consoleLog, qemuLog, sharesLog, hostOutput }: HomePaths,
  { redact }: Redactor,
  folder: string,
  bytes: number,
): Promise<readonly BundleFile[]> {
  // The older file of a log that is moved aside by size, too: the newer one may just have been begun.
  const all = [
    supervisorLog,
    `${supervisorLog}.1`,
    consoleLog,
    `${consoleLog}.1`,
    qemuLog,
    sharesLog,
    hostOutput,
  ];
  const read = await Promise.all(
    all.map(async (path) => {
      const text = await readEnd(path, bytes);
      return text === undefined ? undefined : { name: join(folder, basename(path)), text: redact(text) };
    }),
  );
  return read.filter((one) => one !== undefined);
}

async function nodeLogs(paths: HomePaths, redactor: Redactor): Promise<readonly BundleFile[]> {
  const { records } = await readNodeRecords(paths).catch(() => ({ records: [] }));
  const found: BundleFile[] = [];
  for (const { name } of records)
    found.push(...(await logsOf(nodePaths(paths, name), redactor, join('nodes', name), nodeLogBytes)));
  return found;
}
