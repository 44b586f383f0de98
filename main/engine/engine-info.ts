import type Docker from 'dockerode';
import { z } from 'zod';
import type { EngineInfo } from '../contract/engine/system.ts';
import { formatSize } from '../contract/format.ts';
import { askJson } from './ask.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const named = z.object({ Name: z.string(), Version: text }).partial().nullish().catch(null);

/** Only what is shown; an engine of another version may leave out anything. */
const info = z.object({
  Name: text,
  ID: text,
  OperatingSystem: text,
  KernelVersion: text,
  Architecture: text,
  NCPU: count,
  MemTotal: count,
  Driver: text,
  DriverStatus: z
    .array(z.tuple([z.string(), z.string()]))
    .nullish()
    .catch(null),
  LoggingDriver: text,
  CgroupDriver: text,
  CgroupVersion: text,
  DockerRootDir: text,
  DefaultRuntime: text,
  Runtimes: z.record(z.string(), z.unknown()).nullish().catch(null),
  SecurityOptions: z.array(z.string()).nullish().catch(null),
  LiveRestoreEnabled: flag,
  ExperimentalBuild: flag,
  IndexServerAddress: text,
  RegistryConfig: z
    .object({ Mirrors: z.array(z.string()).nullish(), InsecureRegistryCIDRs: z.array(z.string()).nullish() })
    .nullish()
    .catch(null),
  HttpProxy: text,
  HttpsProxy: text,
  NoProxy: text,
  Plugins: z
    .object({
      Volume: z.array(z.string()).nullish(),
      Network: z.array(z.string()).nullish(),
      Log: z.array(z.string()).nullish(),
    })
    .nullish()
    .catch(null),
  Swarm: z.object({ LocalNodeState: text, ControlAvailable: flag, Nodes: count }).nullish().catch(null),
  Warnings: z.array(z.string()).nullish().catch(null),
});

const version = z.object({
  Version: text,
  ApiVersion: text,
  MinAPIVersion: text,
  GitCommit: text,
  GoVersion: text,
  BuildTime: text,
  Components: z.array(named).nullish().catch(null),
});

/** What the engine tells of itself. */
export function readEngineInfo(engine: Docker, signal: AbortSignal): Promise<EngineInfo> {
  const doing = 'read what the engine is';
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (abortSignal) => {
      const [about, release] = await Promise.all([
        askJson(engine, { method: 'GET', path: '/info' }, abortSignal),
        askJson(engine, { method: 'GET', path: '/version' }, abortSignal),
      ]);
      return describeEngine(about, release);
    }),
  );
}

/** The answers of `/info` and `/version`, under headings. */
export function describeEngine(about: unknown, release: unknown): EngineInfo {
  const i = info.parse(about);
  const v = version.parse(release);
  const components = (v.Components ?? []).flatMap((part) =>
    part?.Name && part.Name !== 'Engine' ? [fact(part.Name, part.Version)] : [],
  );
  const swarm = i.Swarm?.LocalNodeState;
  const sections = [
    {
      title: 'Engine',
      facts: [
        fact('Version', v.Version),
        fact('API', v.ApiVersion && `${v.ApiVersion}, clients from ${v.MinAPIVersion ?? v.ApiVersion} on`),
        fact('Commit', v.GitCommit),
        fact('Built', v.BuildTime),
        fact('Go', v.GoVersion),
        ...components,
        fact('Experimental', i.ExperimentalBuild ? 'yes' : null),
        fact('Live restore', i.LiveRestoreEnabled ? 'yes' : 'no'),
        fact('Id', i.ID),
      ],
    },
    {
      title: 'Machine',
      facts: [
        fact('Name', i.Name),
        fact('System', i.OperatingSystem),
        fact('Kernel', i.KernelVersion),
        fact('Architecture', i.Architecture),
        fact('Processors', i.NCPU?.toString()),
        fact('Memory', i.MemTotal && formatSize(i.MemTotal)),
      ],
    },
    {
      title: 'Storage and running',
      facts: [
        fact('Storage driver', i.Driver),
        ...(i.DriverStatus ?? []).map(([name, value]) => fact(name, value)),
        fact('Folder', i.DockerRootDir),
        fact('Log driver', i.LoggingDriver),
        fact('Control groups', i.CgroupVersion && `version ${i.CgroupVersion}, by ${i.CgroupDriver ?? ''}`),
        fact('Runtimes', list(Object.keys(i.Runtimes ?? {}))),
        fact('Default runtime', i.DefaultRuntime),
        fact('Security', list(i.SecurityOptions)),
      ],
    },
    {
      title: 'Network and registries',
      facts: [
        fact('Registry', i.IndexServerAddress),
        fact('Mirrors', list(i.RegistryConfig?.Mirrors)),
        fact('Without HTTPS', list(i.RegistryConfig?.InsecureRegistryCIDRs)),
        fact('HTTP proxy', i.HttpProxy),
        fact('HTTPS proxy', i.HttpsProxy),
        fact('No proxy for', i.NoProxy),
        fact('Swarm', swarm && (i.Swarm?.Nodes ? `${swarm}, ${i.Swarm.Nodes} nodes` : swarm)),
      ],
    },
    {
      title: 'Drivers',
      facts: [
        fact('Volumes', list(i.Plugins?.Volume)),
        fact('Networks', list(i.Plugins?.Network)),
        fact('Logs', list(i.Plugins?.Log)),
      ],
    },
  ];
  return {
    sections: sections.map(({ title, facts }) => ({
      title,
      facts: facts.filter(({ value }) => value !== ''),
    })),
    warnings: i.Warnings ?? [],
  };
}

function fact(name: string, value: string | number | null | undefined) {
  return { name, value: value ? String(value) : '' };
}

function list(items: readonly string[] | null | undefined): string {
  return (items ?? []).join(', ');
}
