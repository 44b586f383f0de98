import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { snapshotName } from '../contract/snapshots.ts';
import type { HomePaths } from '../home/paths.ts';
import { spendReserve } from '../home/reserve.ts';
import { readJsonFile, syncFolder, writeFileAtomically } from '../util/atomic-file.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import { discard } from '../vm/memory/memory-image.ts';
import { finishExchange, hasState, setAside } from './put-back.ts';
import { freeAutomaticName, removeOldAutomatic } from './snapshot-store.ts';

/*
 * A reset is one file: until its plan stands the instance is the old one, untouched; from then on every host begins by bringing
 * the reset to its end, and each of its steps can be done twice. No VM runs meanwhile, and whoever does it holds the home.
 */

const planSchema = z.object({
  version: z.literal(1),
  /** The data disk stays, with what is known of it. */
  keepData: z.boolean(),
  /** What becomes of it otherwise; null when there is none worth keeping. */
  back: z.object({ name: snapshotName, createdAt: z.number() }).nullable(),
});

type Plan = z.output<typeof planSchema>;

/** What is to be made new. */
export interface ResetOptions {
  /** Images, containers and volumes stay. */
  readonly keepData: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const planFile = (paths: HomePaths) => join(paths.home, 'reset.json');

/**
 * Makes the instance new while no VM runs, by whoever holds the home. The data disk, and the memory of a VM that sleeps,
 * become a snapshot, which costs no space, unless the disk is kept; resolves with its name, null for none. Rejects when it
 * could not begin: nothing has changed then.
 */
export async function resetHome(paths: HomePaths, { keepData, now }: ResetOptions): Promise<string | null> {
  await finishReset(paths);
  await finishExchange(paths);
  const createdAt = now();
  const keeps = !keepData && (await hasState(paths));
  const back = keeps ? { name: await freeAutomaticName(paths, 'before-reset', createdAt), createdAt } : null;
  try {
    await writePlan(paths, { version: 1, keepData, back });
  } catch (error) {
    throw notReset(error);
  }
  try {
    if (back !== null) await setAside(paths, { ...back, reason: 'before-reset' });
  } catch (error) {
    // It had not come as far as to move anything: then there is a way out, too.
    if (!(await hasState(paths))) throw error;
    await finishExchange(paths);
    if (!(await hasState(paths))) throw error;
    await rm(planFile(paths), { force: true });
    throw notReset(error);
  }
  await finishReset(paths);
  return back?.name ?? null;
}

/** Ends a reset that was cut short; does nothing when there is none. To be called by whoever holds the home, first. */
export async function finishReset(paths: HomePaths): Promise<void> {
  const found = await readJsonFile(planFile(paths));
  if (found === undefined) return;
  const plan = planSchema.safeParse(found);
  if (plan.success) await carryOut(paths, plan.data);
  await rm(planFile(paths), { force: true });
  await syncFolder(paths.home);
}

async function carryOut(paths: HomePaths, { keepData, back }: Plan): Promise<void> {
  await finishExchange(paths);
  if (back !== null && (await hasState(paths))) await setAside(paths, { ...back, reason: 'before-reset' });
  if (keepData) await discard(paths.asleep);
  else {
    await empty(paths.disks);
    await rm(paths.nodes, { recursive: true, force: true });
  }
  const settings = basename(paths.settings);
  const names = (await readdir(paths.home).catch(ignoreMissing)) ?? [];
  for (const name of names.filter((one) => one === settings || one.startsWith(`${settings}.damaged-`)))
    await rm(join(paths.home, name), { force: true });
  for (const folder of [paths.keys, paths.state, paths.dockerConfig, paths.logs]) await empty(folder);
  // Its key was among the keys: nothing is signed by it any more.
  await rm(paths.authorityCertificate, { force: true });
  await rm(paths.lastStatus, { force: true });
  if (!keepData) await removeOldAutomatic(paths);
}

/** A full disk takes no new file, and a reset may be the way out of that: the home's reserve makes room. */
async function writePlan(paths: HomePaths, plan: Plan): Promise<void> {
  const write = () => writeFileAtomically(planFile(paths), JSON.stringify(plan));
  try {
    await write();
  } catch (error) {
    if (toFailure(error).code !== 'disk-full' || !(await spendReserve(paths))) throw error;
    await write();
  }
}

/** Removes what is in a folder, which stays. */
async function empty(folder: string): Promise<void> {
  for (const name of (await readdir(folder).catch(ignoreMissing)) ?? [])
    await rm(join(folder, name), { recursive: true, force: true });
}

function notReset(cause: unknown): SlipwayError {
  const { code, message, hint } = toFailure(cause);
  return new SlipwayError(
    {
      code,
      message: `The instance was not reset, and nothing is lost: ${message.replace(/\.$/, '')}.`,
      hint:
        code === 'disk-full'
          ? 'Free some space on that disk (a snapshot: `slipway snapshot list`) and try again.'
          : hint,
    },
    { cause },
  );
}
