import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import type { ContainerCreateOptions } from 'dockerode';
import type { Shell, TerminalSize } from '../util/shell.ts';
import { attempt } from './connection.ts';
import { shortName } from './containers.ts';
import { createUntil } from './create-until.ts';
import { withEngineDeadline } from './deadlines.ts';
import { debugScript, planHelper } from './debug-helper.ts';
import { debugLabel } from './debug-label.ts';
import { openContainerShell } from './exec.ts';
import { removeHelper } from './files/remove-helper.ts';
import type { OwnContainers } from './files/sweep-helpers.ts';

/** Shells beside containers, from an image of tools. */
export interface DebugShells {
  /** Opens one beside a container. Rejects with `not-running` when there is nothing to be beside. */
  open(id: string, size: TerminalSize, signal: AbortSignal): Promise<Shell>;
  /** Their helpers, for whoever removes those that an app left which was killed. */
  readonly helpers: OwnContainers;
}

/**
 * Debug shells at an engine; `loadTools` gives it the image of tools where somebody has removed it.
 *
 * A helper container stands beside the target and runs `cat`, which reads from us; the shell is a second process in it.
 */
export function createDebugShells(
  engine: Docker,
  loadTools: (signal: AbortSignal) => Promise<void>,
): DebugShells {
  const own = new Set<string>();
  return {
    async open(id, size, signal) {
      const doing = `open a debug shell beside the container ${shortName(id)}`;
      const step = <T>(kind: 'read' | 'change', work: (until: AbortSignal) => Promise<T>, by = signal) =>
        attempt(doing, () => withEngineDeadline(kind, doing, by, work));
      const target = await step('read', (abortSignal) => engine.getContainer(id).inspect({ abortSignal }));
      const { options, environment } = planHelper(target);
      const create = (until: AbortSignal) => createHelper(engine, options, loadTools, until);
      const helper = await createUntil(
        engine,
        signal,
        () => step('change', create, new AbortController().signal),
        (made) => own.add(made),
      );
      let lead: Duplex | undefined;
      try {
        lead = await step('change', (until) => startHelper(helper, until));
        const program = { command: ['/bin/sh', '-c', debugScript], user: '0', environment };
        const shell = await openContainerShell(engine, helper.id, size, signal, program);
        return withLead(shell, lead, () => own.delete(helper.id));
      } catch (error) {
        lead?.destroy();
        own.delete(helper.id);
        // It may have gone by itself. What cannot be removed now is when the engine is back: sweep-helpers.ts.
        await removeHelper(engine, helper.id).catch(() => undefined);
        throw error;
      }
    },
    helpers: { label: debugLabel, isUsed: ({ Id }) => own.has(Id) },
  };
}

async function createHelper(
  engine: Docker,
  options: ContainerCreateOptions,
  loadTools: (signal: AbortSignal) => Promise<void>,
  abortSignal: AbortSignal,
): Promise<Docker.Container> {
  try {
    return await engine.createContainer({ ...options, abortSignal });
  } catch (error) {
    // There is no such image.
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    await loadTools(abortSignal);
    return await engine.createContainer({ ...options, abortSignal });
  }
}

/** Starts a helper; it runs for as long as the stream that is answered is open. */
async function startHelper(helper: Docker.Container, abortSignal: AbortSignal): Promise<Duplex> {
  const lead = (await helper.attach({ stream: true, stdin: true, hijack: true, abortSignal })) as Duplex;
  // How it ends the shell's own end tells.
  lead.on('error', () => undefined);
  try {
    await helper.start({ abortSignal });
    return lead;
  } catch (error) {
    lead.destroy();
    throw error;
  }
}

/** A shell with which its helper goes: once the helper's first process has ended, all others in it are killed. */
function withLead(shell: Shell, lead: Duplex, gone: () => void): Shell {
  const end = () => {
    lead.destroy();
    gone();
  };
  return {
    ...shell,
    exit: shell.exit.finally(end),
    close() {
      shell.stream.destroy();
      end();
    },
  };
}
