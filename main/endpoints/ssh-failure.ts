import type { TestStep } from '../contract/engines.ts';
import { EndpointError } from './endpoint-error.ts';

/** What ssh, or the docker client over there, says when it does not work, and what it means. */
interface Reason {
  readonly said: RegExp;
  readonly step: TestStep;
  /** Follows the host: "build.example …". */
  readonly words: string;
  readonly hint: (host: string) => string;
}

const reasons: readonly Reason[] = [
  {
    said: /Could not resolve hostname/i,
    step: 'address',
    words: 'has a name that cannot be resolved',
    hint: () => 'Check how the name is written, and the network; a Host of ~/.ssh/config works too.',
  },
  {
    said: /Connection refused/i,
    step: 'connection',
    words: 'refuses connections over SSH: nothing listens there',
    hint: () => 'Check the port, and that an SSH server runs on that machine.',
  },
  {
    said: /timed out|Timeout, server/i,
    step: 'connection',
    words: 'did not answer over SSH in time',
    hint: () => 'Check the address, and that no firewall is in the way; the machine may be off.',
  },
  {
    said: /No route to host|Network is unreachable/i,
    step: 'connection',
    words: 'cannot be reached from this network',
    hint: () => 'Check the network, and the VPN if it takes one.',
  },
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    step: 'certificate',
    words: 'shows another host key than the one in your known_hosts',
    hint: (host) =>
      `If that machine was made anew, \`ssh-keygen -R ${host}\` and log in once by ssh; otherwise somebody may be in between.`,
  },
  {
    said: /Host key verification failed|No \S+ host key is known/i,
    step: 'certificate',
    words: 'shows a host key that is not in your known_hosts',
    hint: (host) => `Log in once by \`ssh ${host}\`, compare its key, and say yes.`,
  },
  {
    said: /Permission denied \(|Too many authentication failures|no mutual signature|UNPROTECTED PRIVATE KEY/i,
    step: 'login',
    words: 'did not accept any of your SSH keys',
    hint: (host) => `\`ssh-copy-id ${host}\`; a key with a passphrase has to be in the agent: \`ssh-add\`.`,
  },
  {
    said: /permission denied while trying to connect to the docker/i,
    step: 'login',
    words: 'lets you in, but its engine does not: its socket is for others',
    hint: () => 'Add your user over there to the group docker, and log in again.',
  },
  {
    said: /docker: (command )?not found|docker: No such file|'docker' is not recognized|docker: inaccessible or not found/i,
    step: 'engine',
    words: 'has no docker client on the PATH of its logins',
    hint: (host) => `Install docker there; \`ssh ${host} docker version\` shows what is found.`,
  },
  {
    said: /Cannot connect to the Docker daemon|failed to connect to the docker API|connect: no such file|connect: connection refused/i,
    step: 'engine',
    words: 'has a docker client, and no engine that runs',
    hint: () => 'Start the engine over there, or name its socket: `ssh://HOST/PATH`.',
  },
  {
    said: /is not a docker command|unknown command|dial-stdio/i,
    step: 'engine',
    words: 'has a docker client that is too old',
    hint: () => 'It has to be Docker 18.09 or newer.',
  },
  {
    said: /Connection closed by|Connection reset|kex_exchange_identification|Broken pipe|closed by remote host|Bad packet length/i,
    step: 'connection',
    words: 'ended the connection over SSH',
    hint: (host) => `Try again; \`ssh -v ${host}\` tells more.`,
  },
];

/** Why ssh did not lead to an engine, from what it printed. `code`: its exit code; null when a signal ended it. */
export function sshFailure(host: string, said: string, code: number | null): EndpointError {
  const reason = reasons.find((one) => one.said.test(said));
  const detail = said.trim().slice(-2_000);
  if (reason !== undefined)
    return new EndpointError(reason.step, {
      message: `${host} ${reason.words}.`,
      hint: reason.hint(host),
      ...(detail === '' ? {} : { detail }),
    });
  const last = detail.split('\n').at(-1) ?? '';
  return new EndpointError('connection', {
    message: `ssh did not lead to an engine on ${host}: ${last === '' ? `it ended with ${code ?? 'a signal'}` : last.replace(/\.$/, '')}.`,
    hint: `\`ssh ${host} docker version\` shows whether it works by hand.`,
    ...(detail === '' ? {} : { detail }),
  });
}

/** There is no ssh on this computer. */
export function sshMissing(cause: unknown): EndpointError {
  return new EndpointError(
    'connection',
    {
      message: 'There is no ssh program on this computer’s PATH.',
      hint: 'Install the OpenSSH client (Debian and Ubuntu: openssh-client; Fedora: openssh-clients; Arch: openssh).',
    },
    { cause },
  );
}
