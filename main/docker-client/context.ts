import { createHash } from 'node:crypto';
import { rm, rmdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Failure, toFailure } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { isThere } from '../util/is-there.ts';
import { dockerHost } from './client-environment.ts';
import { type ContextCommands, contextCommands } from './context-commands.ts';

/** What was done to the user's docker configuration, so that it can be undone by whichever host stops the engine. */
interface ContextRecord {
  readonly name: string;
  /** The user's docker configuration folder. */
  readonly folder: string;
  /** Whether that folder was not there before. */
  readonly madeFolder: boolean;
  /** The user's current context before it was changed on their wish (docker.useContext). */
  readonly previous?: string;
}

type ContextSettings = Pick<Settings, 'docker.context' | 'docker.useContext'>;

/**
 * The docker context of a home: `slipway` for the default one (~/.slipway), else `slipway-` and eight digits that
 * stay the same for that home.
 */
export function contextName(paths: HomePaths, userHome = homedir()): string {
  if (resolve(paths.home) === join(userHome, '.slipway')) return 'slipway';
  return `slipway-${createHash('sha256').update(resolve(paths.home)).digest('hex').slice(0, 8)}`;
}

/**
 * Makes this home's docker context in the user's docker configuration (DOCKER_CONFIG or ~/.docker), and the current
 * one if docker.useContext says so; removes it when docker.context is off. Answers what went wrong: never rejects,
 * since the engine is as good without. Calling it again is harmless.
 */
export async function publishContext(
  settings: ContextSettings,
  paths: HomePaths,
  log: Log,
): Promise<Failure | undefined> {
  if (!settings['docker.context']) return withdrawContext(paths, log);
  try {
    const name = contextName(paths);
    const before = await readRecord(paths);
    const folder = process.env.DOCKER_CONFIG || join(homedir(), '.docker');
    if (before !== undefined && before.folder !== folder) await withdrawContext(paths, log);
    const kept = before?.folder === folder ? before : undefined;
    const commands = await contextCommands(folder);
    const existing = await commands.inspect(name);
    if (existing !== undefined && !existing.ours) return notOurs(name, folder);
    let record: ContextRecord = kept ?? { name, folder, madeFolder: !(await isThere(folder)) };
    // Written first: a host killed between the two leaves a record too many, never a context that nobody removes.
    await writeRecord(paths, record);
    await commands.put(name, dockerHost(paths), `Slipway (${paths.home})`, existing);
    if (existing === undefined) log('info', `docker context ${name} made in ${folder}`);
    const current = await commands.current();
    if (settings['docker.useContext'] && current !== name) {
      record = { ...record, previous: current };
      await writeRecord(paths, record);
      await commands.use(name);
      log(
        'info',
        `docker context ${name} made the current one, as docker.useContext says; before: ${current}`,
      );
    } else if (!settings['docker.useContext'] && record.previous !== undefined) {
      await restoreCurrent(commands, record);
      await writeRecord(paths, { name, folder, madeFolder: record.madeFolder });
    }
    return undefined;
  } catch (error) {
    return contextFailure('made', error);
  }
}

/**
 * Removes the docker context that was made and puts back the current one if it was changed. A context that the user
 * has chosen as the current one themselves stays: without it every docker command of theirs would fail. Answers what
 * went wrong; never rejects. Harmless when there is nothing to remove.
 */
export async function withdrawContext(paths: HomePaths, log: Log): Promise<Failure | undefined> {
  try {
    const record = await readRecord(paths);
    if (record === undefined) return undefined;
    const commands = await contextCommands(record.folder);
    await restoreCurrent(commands, record);
    if ((await commands.inspect(record.name))?.ours) {
      if ((await commands.current()) === record.name) {
        log('info', `docker context ${record.name} left in ${record.folder}: it is the user's current one`);
        return undefined;
      }
      await commands.remove(record.name);
      log('info', `docker context ${record.name} removed from ${record.folder}`);
    }
    if (record.madeFolder) await removeEmptyFolders(record.folder);
    await rm(paths.dockerContext, { force: true });
    return undefined;
  } catch (error) {
    return contextFailure('removed', error);
  }
}

async function restoreCurrent(commands: ContextCommands, record: ContextRecord): Promise<void> {
  if (record.previous === undefined || (await commands.current()) !== record.name) return;
  const stillThere = record.previous === 'default' || (await commands.inspect(record.previous)) !== undefined;
  await commands.use(stillThere ? record.previous : 'default');
}

async function readRecord(paths: HomePaths): Promise<ContextRecord | undefined> {
  const read = (await readJsonFile(paths.dockerContext)) as Partial<ContextRecord> | undefined;
  return typeof read?.name === 'string' && typeof read.folder === 'string'
    ? (read as ContextRecord)
    : undefined;
}

async function writeRecord(paths: HomePaths, record: ContextRecord): Promise<void> {
  await writeFileAtomically(paths.dockerContext, `${JSON.stringify(record)}\n`);
}

async function removeEmptyFolders(folder: string): Promise<void> {
  // rmdir fails on a folder with something in it: that is the check.
  for (const name of ['contexts/meta', 'contexts/tls', 'contexts', '.']) {
    await rmdir(join(folder, name)).catch(() => undefined);
  }
}

function notOurs(name: string, folder: string): Failure {
  return {
    code: 'invalid-argument',
    message: `There is a docker context named ${name} in ${folder} that Slipway did not make; it was left as it is.`,
    hint: `Rename or remove it (\`docker context rm ${name}\`), or \`slipway settings set docker.context false\`.`,
  };
}

function contextFailure(done: 'made' | 'removed', error: unknown): Failure {
  const { code, message } = toFailure(error);
  return {
    code: code === 'internal' ? 'engine-request-failed' : code,
    message: `The docker context could not be ${done}: ${message}`,
    hint: 'Docker clients reach the engine by DOCKER_HOST all the same (`slipway status` shows the socket).',
  };
}
