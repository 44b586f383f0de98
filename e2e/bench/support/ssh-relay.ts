// A process that carries the engine's stream over SSH, as the host does where QEMU has no unix forward: the same relay, the
// same tunnel. Called with the home's folder and the socket to listen on; listens until it is ended.
import { connect } from 'node:net';
import { startRelay } from '../../../main/forward/relay.ts';
import { homePaths } from '../../../main/home/paths.ts';
import { createEngineTunnel } from '../../../main/vm/guest/engine-tunnel.ts';
import { loadKeys } from '../../../main/vm/keys.ts';

const [home = '', socket = ''] = process.argv.slice(2);
const paths = homePaths(home);
const tunnel = createEngineTunnel(await loadKeys(paths));
await startRelay(socket, async () => tunnel.connect(() => connect(paths.sshForward)));
