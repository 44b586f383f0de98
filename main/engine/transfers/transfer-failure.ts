import { registryInName } from '../../contract/engine/image-name.ts';
import { type ErrorCode, SlipwayError } from '../../contract/errors.ts';
import { engineError } from '../connection.ts';
import type { PlainReason } from '../plain-reason.ts';

/** From where or to where images go. */
export type Place =
  | { readonly kind: 'registry'; readonly name: string }
  /** A file that is read. */
  | { readonly kind: 'file' }
  /** A file that is written. */
  | { readonly kind: 'target' };

/** A reason for which images are not given or taken, as the engine's words tell it. */
interface Reason {
  readonly piece: RegExp;
  readonly code?: ErrorCode;
  /** Completes "Could not …: ". */
  readonly words: (registry: string) => string;
  readonly hint: (registry: string) => string;
}

const logIn = (registry: string) => `\`slipway docker login${registry === hub ? '' : ` ${registry}`}\``;

/** How people call the registry that a name without one is of. */
const hub = 'Docker Hub';

/** Of a registry. The first that fits counts. */
const registryReasons: readonly Reason[] = [
  {
    piece: /no such host|server misbehaving|temporary failure in name resolution/i,
    words: (registry) => `${registry} cannot be found in the network`,
    hint: () => 'Check the network and the registry’s name, or load the image from a file.',
  },
  {
    piece:
      /connection refused|no route to host|network is unreachable|i\/o timeout|handshake timeout|Client\.Timeout|deadline exceeded|request canceled while waiting/i,
    words: (registry) => `${registry} cannot be reached`,
    hint: () =>
      'Check the network and whether the registry is up; what was fetched already is kept for the next try.',
  },
  {
    piece: /server gave HTTP response to HTTPS client/i,
    words: (registry) => `${registry} does not encrypt its connections`,
    hint: () => 'The engine takes images without encryption from its own machine alone (127.0.0.1).',
  },
  {
    piece: /x509|certificate/i,
    words: (registry) => `the certificate of ${registry} is not one that the engine trusts`,
    hint: () => 'Use a registry with a certificate of a public authority.',
  },
  {
    piece: /toomanyrequests|rate limit/i,
    words: (registry) => `${registry} gives no more images for now to who is not logged in`,
    hint: (registry) => `Log in with ${logIn(registry)}, or try again later.`,
  },
  {
    piece: /no matching manifest|does not match the specified platform|no match for platform/i,
    code: 'not-found',
    words: () => 'it does not exist for the engine’s processor',
    hint: () => 'Choose another tag, or an image that is made for this processor.',
  },
  {
    piece:
      /manifest unknown|manifest for .* not found|not found: manifest|name unknown|failed to resolve reference .* not found/i,
    code: 'not-found',
    words: (registry) => `${registry} has no such image`,
    hint: () => 'Check the name and the tag.',
  },
  {
    // Docker Hub says the same of what does not exist and of what is private.
    piece: /pull access denied|repository does not exist/i,
    code: 'not-found',
    words: (registry) => `${registry} has no such image, or it is private`,
    hint: (registry) => `Check the name. For a private one log in with ${logIn(registry)}.`,
  },
  {
    piece:
      /no basic auth credentials|unauthorized|authentication required|denied|forbidden|incorrect username or password/i,
    words: (registry) => `${registry} asks for a log-in that may do this`,
    hint: (registry) => `Log in with ${logIn(registry)} and try again.`,
  },
  {
    piece: /verification failed for digest|unexpected commit digest/i,
    words: (registry) => `what ${registry} gave does not fit its digest, and was thrown away`,
    hint: () => 'Try again; if it stays so, the registry’s copy is damaged: push the image to it anew.',
  },
  {
    piece: /\bEOF\b|broken pipe|connection reset|closed network connection|connection lost/i,
    words: (registry) => `the connection to ${registry} broke off`,
    hint: () => 'Try again: what has come through already is kept.',
  },
];

/** Of a file that is read. */
const fileReasons: readonly Reason[] = [
  {
    piece:
      /invalid tar header|unexpected EOF|archive\/tar|invalid archive|does not contain .*manifest|no such file or directory/i,
    words: () => 'the file is not an archive of this kind, or not all of it',
    hint: () => 'An archive of images is loaded, one of a root file system is imported.',
  },
];

/** Of whichever. */
const commonReasons: readonly Reason[] = [
  {
    piece: /an image does not exist locally|tag does not exist|no such image/i,
    code: 'not-found',
    words: () => 'there is no image of that name here',
    hint: () => 'It was removed meanwhile: look at the list again.',
  },
  {
    piece: /no space left on device/i,
    words: () => 'the engine’s disk is full',
    hint: () => 'Free space in System, or make the disk larger with `slipway disk resize`.',
  },
];

/** Of an archive that the engine writes itself it says nothing of its own. */
const reasonsOf: Readonly<Record<Place['kind'], readonly Reason[]>> = {
  registry: registryReasons,
  file: fileReasons,
  target: [],
};

/** Why a registry gave or took nothing, by the engine's words; undefined where they have to speak for themselves. */
export function registryReason(said: string, registry: string): PlainReason | undefined {
  const reason = registryReasons.find(({ piece }) => piece.test(said));
  return reason && { words: reason.words(registry), hint: reason.hint(registry) };
}

/** What went wrong with a transfer, in plain words where they are known; the engine's own are the detail then. */
export function transferFailure(doing: string, place: Place, error: unknown): SlipwayError {
  if (error instanceof SlipwayError && !error.message.startsWith(`Could not ${doing}: `)) return error;
  const failure = engineError({ doing }, error);
  if (failure.code === 'engine-unreachable') return failure;
  const words = failure.message.slice(`Could not ${doing}: `.length);
  const reason = [...reasonsOf[place.kind], ...commonReasons].find(({ piece }) => piece.test(words));
  if (reason === undefined) return failure;
  const registry = place.kind === 'registry' ? place.name : '';
  return new SlipwayError(
    {
      code: reason.code ?? 'engine-request-failed',
      message: `Could not ${doing}: ${reason.words(registry)}.`,
      hint: reason.hint(registry),
      detail: words,
    },
    { cause: error },
  );
}

/** The registry of an image's name, as people call it. */
export function registryOf(name: string): Place {
  return { kind: 'registry', name: registryInName(name) ?? hub };
}
