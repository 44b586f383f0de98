import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callHelper } from '../../main/docker-client/credential-helper.ts';
import { bundledHelper, withHelpers } from '../../main/docker-client/helper-path.ts';
import { locateClient } from '../../main/docker-client/locate-client.ts';
import { findProgram } from '../../main/util/find-program.ts';
import { abortAfter, never, orAborted, poll } from '../../main/util/wait.ts';
import { endChild } from './end-child.ts';

/** Milliseconds: a moment, on a machine that is not busy. */
const startDeadlineMs = 30_000;

/** A D-Bus session of its own, with a keychain like that of a desktop, or none. */
export interface Keychain {
  /** By these a program finds the session. */
  readonly env: NodeJS.ProcessEnv;
  /** Starts GNOME's keychain, or ends it. One that is locked stays so: nobody here shows the dialog for its password. */
  become(state: 'locked' | 'unlocked' | 'absent'): Promise<void>;
  /** Ends both. Idempotent. */
  close(): Promise<void>;
}

/** Why there can be no keychain on this machine; undefined where there can. */
export async function whyNoKeychain(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the bundled helper is for Linux';
  for (const program of ['dbus-daemon', 'gnome-keyring-daemon'])
    if ((await findProgram(program)) === undefined) return `there is no ${program} on this machine`;
  return undefined;
}

/** Starts the session, whose files lie in a folder of this user home; there is no keychain yet. */
export async function startKeychain(userHome: string): Promise<Keychain> {
  const folder = join(userHome, 'keychain');
  await mkdir(folder, { mode: 0o700 });
  await chmod(folder, 0o700);
  const bus = join(folder, 'bus');
  await writeFile(join(folder, 'bus.conf'), busConfiguration(bus));
  const words = ['--nofork', '--print-address', `--config-file=${join(folder, 'bus.conf')}`];
  const daemon = spawn('dbus-daemon', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  // It tells its address once it listens there.
  const failed = new Error('The D-Bus session does not begin.');
  const told = Promise.race([
    once(daemon.stdout, 'data'),
    once(daemon, 'exit').then(() => Promise.reject(failed)),
  ]);
  await orAborted(abortAfter(startDeadlineMs), told).catch(async (error) => {
    await endChild(daemon);
    throw error;
  });
  let keyring: ChildProcess | undefined;
  const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` };
  const { helpers } = await locateClient();
  const environment = withHelpers({ PATH: process.env.PATH, ...env }, helpers);
  const answers = async () => {
    const call = { helper: bundledHelper, action: 'list', input: '', environment } as const;
    const end = await callHelper({ ...call, deadlineMs: 5_000 }, never);
    return end.kind === 'done' ? true : undefined;
  };
  const become: Keychain['become'] = async (state) => {
    await endChild(keyring);
    keyring = undefined;
    if (state === 'absent') return;
    const options = ['--foreground', '--components=secrets', `--control-directory=${folder}`];
    if (state === 'unlocked') options.push('--unlock');
    keyring = spawn('gnome-keyring-daemon', options, {
      env: { PATH: process.env.PATH, HOME: folder, ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    keyring.stdin?.on('error', () => undefined);
    keyring.stdin?.end('high-water');
    await poll(100, abortAfter(startDeadlineMs), answers);
  };
  return {
    env,
    become,
    async close() {
      await endChild(keyring);
      await endChild(daemon);
    },
  };
}

/** Without folders of services: nothing is started by being asked for. */
function busConfiguration(socket: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}
