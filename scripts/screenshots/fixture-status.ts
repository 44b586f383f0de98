import type { Boot, BootStage, Status } from '../../main/contract/status.ts';
import { homePaths } from '../../main/home/paths.ts';
import { restartProblems } from '../../main/host/restart-record.ts';
import { guestProblem } from '../../main/vm/guest-problem.ts';

/** Stages of a real cold boot under emulation, in milliseconds: this one, and the median of five before it. */
const recorded: readonly (readonly [name: string, took: number, usual: number])[] = [
  ['checks', 412, 390],
  ['accelerator', 3_050, 3_040],
  ['qemu', 318, 330],
  ['kernel', 4_480, 4_390],
  ['modules', 1_260, 1_310],
  ['root', 640, 655],
  ['disk', 910, 880],
  ['network', 240, 250],
  ['containerd', 2_870, 2_700],
  ['engine', 8_940, 9_120],
  ['ready', 120, 110],
  ['ping', 210, 205],
  ['images', 1_480, 1_390],
];

const home = '/home/maria/.slipway';

const kvmLeft = {
  accelerator: 'kvm',
  works: false,
  reason: 'KVM can be opened here, but a guest gave no sign of life within 5 s',
  triedAt: Date.now() - 60_000,
} as const;
const vm = { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 2048, pid: 48213 } as const;

const panic = "The guest's kernel panicked: Fatal exception in interrupt.";

const base: Status = {
  state: 'stopped',
  home,
  socket: null,
  engine: null,
  vm: null,
  boot: null,
  restarted: null,
  nodes: [],
  domains: null,
  memory: null,
  sleep: null,
  problems: [],
  retry: null,
  accelerators: [],
  host: { pid: 48101, kind: 'window' },
};

/** A boot that has got to a stage, which has been under way for `intoMs`; without one it is done. */
function bootUpTo(name: string | null, intoMs = 0): Boot {
  const end = name === null ? recorded.length : recorded.findIndex(([stage]) => stage === name);
  const over = recorded.slice(0, end);
  const total = over.reduce((sum, [, took]) => sum + took, 0);
  const startedAt = Date.now() - total - intoMs;
  let at = startedAt;
  const stages: BootStage[] = over.map(([stage, durationMs, usualMs]) => {
    const startedAtStage = at;
    at += durationMs;
    return { name: stage, startedAt: startedAtStage, durationMs, usualMs };
  });
  const now = recorded[end];
  if (now !== undefined) stages.push({ name: now[0], startedAt: at, durationMs: null, usualMs: now[2] });
  return { kind: 'cold', startedAt, durationMs: name === null ? total : null, stages };
}

/** Statuses as a host tells them, one for each state that the window has to show. Made anew: they hold times. */
export const fixtureStatuses = {
  stopped: (): Status => base,
  preparing: (): Status => ({ ...base, state: 'preparing', boot: bootUpTo('accelerator', 1_700) }),
  booting: (): Status => ({
    ...base,
    state: 'booting',
    vm,
    boot: bootUpTo('modules', 600),
    accelerators: [kvmLeft],
  }),
  waiting: (): Status => ({
    ...base,
    state: 'waiting',
    vm,
    socket: `unix://${home}/docker.sock`,
    boot: bootUpTo('engine', 5_200),
    accelerators: [kvmLeft],
  }),
  running: (): Status => ({
    ...base,
    state: 'running',
    vm,
    socket: `unix://${home}/docker.sock`,
    engine: { version: '28.5.2+dfsg4', apiVersion: '1.51' },
    boot: bootUpTo(null),
    accelerators: [kvmLeft],
  }),
  restarted: (): Status => {
    const restart = { at: Date.now() - 95_000, reason: panic, ended: ['api', 'database', 'web'] };
    return {
      ...base,
      state: 'running',
      vm,
      socket: `unix://${home}/docker.sock`,
      engine: { version: '28.5.2+dfsg4', apiVersion: '1.51' },
      boot: bootUpTo(null),
      restarted: restart,
      problems: restartProblems({ ...restart, down: ['api'], isDismissed: false }),
      accelerators: [kvmLeft],
    };
  },
  'falling asleep': (): Status => ({
    ...base,
    state: 'sleeping',
    vm,
    socket: `unix://${home}/docker.sock`,
    boot: bootUpTo(null),
  }),
  sleeping: (): Status => ({
    ...base,
    state: 'sleeping',
    socket: `unix://${home}/docker.sock`,
    boot: bootUpTo(null),
    accelerators: [kvmLeft],
    sleep: { since: Date.now() - 47 * 60_000, bytes: 412_614_656 },
  }),
  waking: (): Status => ({
    ...base,
    state: 'booting',
    socket: `unix://${home}/docker.sock`,
    boot: {
      kind: 'resume',
      startedAt: Date.now() - 410,
      durationMs: null,
      stages: [
        { name: 'checks', startedAt: Date.now() - 410, durationMs: 96, usualMs: 101 },
        { name: 'load', startedAt: Date.now() - 314, durationMs: null, usualMs: 322 },
      ],
    },
  }),
  'from a template': (): Status => ({
    ...base,
    state: 'waiting',
    vm,
    socket: `unix://${home}/docker.sock`,
    boot: {
      kind: 'template',
      startedAt: Date.now() - 2_790,
      durationMs: null,
      stages: [
        { name: 'checks', startedAt: Date.now() - 2_790, durationMs: 105, usualMs: 98 },
        { name: 'load', startedAt: Date.now() - 2_685, durationMs: 240, usualMs: 250 },
        { name: 'wake', startedAt: Date.now() - 2_445, durationMs: 85, usualMs: 80 },
        { name: 'disk', startedAt: Date.now() - 2_360, durationMs: 640, usualMs: 660 },
        { name: 'containerd', startedAt: Date.now() - 1_720, durationMs: null, usualMs: 2_100 },
      ],
    },
    problems: [
      {
        code: 'resume-failed',
        message:
          'The VM was booted and did not go on where it slept: it was saved with 2 cores, the VM has 4 cores now.',
        hint: 'Containers ended as by a power cut; what they had written to disk is there.',
      },
    ],
  }),
  stopping: (): Status => ({ ...base, state: 'stopping', vm, boot: bootUpTo(null) }),
  backoff: (): Status => ({
    ...base,
    state: 'backoff',
    boot: bootUpTo('containerd', 900),
    retry: { attempt: 2, of: 5, at: Date.now() + 7_400 },
    accelerators: [kvmLeft],
    problems: [
      {
        code: 'vm-exited',
        message: 'The VM ended unexpectedly.',
        hint: 'Slipway starts it again by itself; `slipway logs --source console` shows the guest’s last lines.',
      },
    ],
  }),
  failed: (): Status => ({
    ...base,
    state: 'failed',
    boot: bootUpTo('disk', 0),
    accelerators: [kvmLeft],
    problems: [
      guestProblem(
        {
          kind: 'failed',
          stage: 'disk',
          reason:
            'the data disk is damaged beyond what can be mended unasked (e2fsck 4): UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY',
        },
        homePaths(home),
      ),
    ],
  }),
} as const;

/** A state of the window that has a status. */
export type FixtureState = keyof typeof fixtureStatuses;

/** The guest's console as it looks while it boots. */
export const fixtureConsole = [
  '[    0.000000] Linux version 6.12.57+deb13-cloud-amd64 (debian-kernel@lists.debian.org)',
  '[    0.000000] Command line: console=ttyS0 quiet slipway.data=slipway-data',
  ...recorded
    .slice(3, 9)
    .map(
      ([name], index) => `[${(4.412207 + index * 1.304481).toFixed(6).padStart(12)}] slipway: done ${name}`,
    ),
  '[   12.310442] EXT4-fs (vdb): mounted filesystem 0b6c2c1e r/w with ordered data mode.',
  '[   14.920137] \u001b[33mbridge: filtering via arp/ip/ip6tables is no longer available by default.\u001b[0m',
  '',
].join('\n');
