import type { TestStep } from '../contract/engines.ts';
import { EndpointError } from './endpoint-error.ts';

/** Codes of errors of sockets and of TLS, what they mean, and what to try. */
interface Reason {
  readonly codes: RegExp;
  readonly step: TestStep;
  /** Follows the endpoint: "build.example:2376 …". */
  readonly words: string;
  readonly hint: string;
}

const reasons: readonly Reason[] = [
  {
    codes: /^(ENOTFOUND|EAI_\w+)$/,
    step: 'address',
    words: 'has a name that cannot be resolved',
    hint: 'Check how the name is written, and the network; an address works without a name.',
  },
  {
    codes: /^ENOENT$/,
    step: 'address',
    words: 'is not there',
    hint: 'Check the path; the engine may not run, and makes its socket when it starts.',
  },
  {
    codes: /^EACCES$/,
    step: 'login',
    words: 'does not let you in: its permissions are for others',
    hint: 'Join the group that the socket belongs to (`sudo usermod -aG docker $USER`), and log in again.',
  },
  {
    codes: /^ECONNREFUSED$/,
    step: 'connection',
    words: 'refuses connections: nothing listens there',
    hint: 'Start that engine, and check its port.',
  },
  {
    codes: /^ETIMEDOUT$/,
    step: 'connection',
    words: 'did not answer in time',
    hint: 'Check the address, and that no firewall is in the way; the machine may be off.',
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN)$/,
    step: 'connection',
    words: 'cannot be reached from this network',
    hint: 'Check the network, and the VPN if it takes one.',
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    step: 'certificate',
    words: 'shows a certificate for another name',
    hint: 'Use a name that its certificate has, or have it made for this one.',
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    step: 'certificate',
    words: 'shows a certificate that has expired',
    hint: 'Have it renewed; if it has not expired, check this computer’s clock.',
  },
  {
    codes: /^CERT_NOT_YET_VALID$/,
    step: 'certificate',
    words: 'shows a certificate that is not valid yet',
    hint: 'Check the clock of this computer and of that one.',
  },
  {
    codes:
      /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_SIGNATURE_FAILURE|CERT_UNTRUSTED)$/,
    step: 'certificate',
    words: 'shows a certificate that is not trusted',
    hint: 'Give the certificate of its authority: `--ca FILE`.',
  },
  {
    codes: /^ERR_SSL_(WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG)$/,
    step: 'certificate',
    words: 'does not speak TLS',
    hint: 'Check the port: 2376 is the usual one with TLS.',
  },
  {
    codes:
      /^ERR_SSL_.*(ALERT_CERTIFICATE|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_HANDSHAKE|ALERT_ACCESS).*$/,
    step: 'login',
    words: 'does not accept your certificate, or wants one',
    hint: 'Give a certificate that its authority has signed, and its key: `--cert FILE --key FILE`.',
  },
  {
    codes: /^ECONNRESET$/,
    step: 'connection',
    words: 'ended the connection at once',
    hint: 'Check the port, and whether TLS is wanted there.',
  },
];

/** Why a connection did not come about or did not last, from the system's or OpenSSL's own error. `where`: the address. */
export function socketFailure(where: string, error: unknown): EndpointError {
  if (error instanceof EndpointError) return error;
  const { code = '', message = String(error) } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = reasons.find(({ codes }) => codes.test(code));
  if (reason === undefined)
    return new EndpointError(
      'connection',
      { message: `${where} cannot be used: ${message}.`, hint: 'Check the endpoint.' },
      { cause: error },
    );
  return new EndpointError(
    reason.step,
    { message: `${where} ${reason.words}.`, hint: reason.hint, detail: message },
    { cause: error },
  );
}
