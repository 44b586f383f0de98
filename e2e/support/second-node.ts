import { dirname, join } from 'node:path';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { type EngineApi, engineApi } from './engine-api.ts';
import type { NativeHome } from './native-home.ts';

/** An engine starts within seconds; a machine under load takes longer. In milliseconds. */
const startDeadlineMs = 60_000;

const name = 'second-node';

/** Where its socket is for the engine, and with that in the folder that the engine shares with this machine. */
const socketFile = 'second.sock';

/** The same programs of the same root, with nothing of the first one's but its containerd. */
const program = [
  'rm -f /run/second/pid; exec dockerd',
  `--host unix:///run/native/${socketFile} --pidfile /run/second/pid`,
  '--data-root /run/second/data --exec-root /run/second/exec',
  '--containerd /run/containerd/containerd.sock --containerd-namespace second --containerd-plugins-namespace second-plugins',
  '--bridge none --iptables=false --ip6tables=false',
].join(' ');

/** A second engine beside a native one, with a network of its own, for a Swarm of two nodes. It ends with the first one. */
export interface SecondNode {
  readonly api: Pick<EngineApi, 'ask'>;
  /** By which it reaches the first engine, and that one it. */
  readonly addressOfFirst: string;
  /** Ends it as a power cut does, and resolves once it has gone. */
  kill(): Promise<void>;
  /** Starts it again, and resolves once it answers. */
  revive(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts the second engine, as a container of the first one. Its host name is `second-node`. */
export async function startSecondNode({ instance, engine }: NativeHome): Promise<SecondNode> {
  const docker = async (...parameters: readonly string[]) => {
    const { code, stdout, stderr } = await instance.client(parameters);
    if (code !== 0) throw new Error(`The second engine: ${parameters.join(' ')}:\n${stdout}${stderr}`);
    return stdout.trim();
  };
  const api = engineApi(join(dirname(engine.socket), socketFile));
  const untilUp = () =>
    poll(100, abortAfter(startDeadlineMs), () =>
      api.ask('GET', '/_ping').then(
        () => true,
        () => undefined,
      ),
    );
  // In the first one's own process namespace: it looks its threads up by their numbers in that one's /proc.
  const options = ['--privileged', '--pid', 'host', '--volume', '/:/host', '--hostname', name];
  const command = ['slipway/busybox', 'chroot', '/host', 'sh', '-c', program];
  const gateway = '{{(index .IPAM.Config 0).Gateway}}';
  const addressOfFirst = await docker('network', 'inspect', '--format', gateway, 'bridge');
  await docker('run', '--detach', '--name', name, ...options, ...command);
  await untilUp();
  return {
    api,
    addressOfFirst,
    async kill() {
      await docker('kill', name);
      await docker('wait', name);
    },
    async revive() {
      await docker('start', name);
      await untilUp();
    },
    async remove() {
      api.close();
      await instance.client(['rm', '--force', name]);
    },
  };
}
