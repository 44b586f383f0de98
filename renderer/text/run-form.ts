import type { RunParameters } from '../../main/contract/engine/containers.ts';

/** What a field holds, read; or what is wrong with it, in words for beside the field. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

type Port = NonNullable<RunParameters['ports']>[number];
type Variable = NonNullable<RunParameters['environment']>[number];
type Volume = NonNullable<RunParameters['volumes']>[number];

const portPattern = /^(?:(?:\[([0-9a-f:]+)\]|(\d+\.\d+\.\d+\.\d+)):)?(?:(\d+):)?(\d+)(?:\/(tcp|udp))?$/i;

/** Ports as `docker run -p` takes them, with spaces or commas between: `8080:80`, `127.0.0.1:5353:53/udp`, `80`. */
export function readPorts(text: string): Read<Port[]> {
  const ports: Port[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const match = portPattern.exec(word);
    if (match === null) return { ok: false, problem: `“${word}” is not a port: write 8080:80.` };
    const [, six, four, host, container, protocol] = match;
    const [hostPort, containerPort] = [Number(host ?? 0), Number(container)];
    if (containerPort < 1 || containerPort > 65_535 || hostPort > 65_535) {
      return { ok: false, problem: `“${word}”: ports go from 1 to 65535.` };
    }
    ports.push({
      address: six ?? four ?? '',
      hostPort,
      containerPort,
      protocol: protocol?.toLowerCase() === 'udp' ? 'udp' : 'tcp',
    });
  }
  return { ok: true, value: ports };
}

/** Variables, one a line: `NAME=value`. Everything after the first `=` is the value, spaces included. */
export function readEnvironment(text: string): Read<Variable[]> {
  const variables: Variable[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const equals = line.indexOf('=');
    const name = line.slice(0, Math.max(0, equals)).trim();
    if (equals < 1 || name === '' || /\s/.test(name)) {
      return { ok: false, problem: `“${line.trim()}” is not a variable: write NAME=value.` };
    }
    variables.push({ name, value: line.slice(equals + 1) });
  }
  return { ok: true, value: variables };
}

/** Volumes, one a line: `name-or-folder:/path`, with `:ro` behind for read-only. */
export function readVolumes(text: string): Read<Volume[]> {
  const volumes: Volume[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    // A Windows folder begins with a letter and a colon of its own.
    const match = /^((?:[a-z]:[\\/])?[^:]+):(\/[^:]*)(?::(ro|rw))?$/i.exec(trimmed);
    const [, source, target, mode] = match ?? [];
    if (source === undefined || target === undefined) {
      return { ok: false, problem: `“${trimmed}” is not a volume: write name:/path or /folder:/path.` };
    }
    volumes.push({ source, target, readOnly: mode === 'ro' });
  }
  return { ok: true, value: volumes };
}

/** Words of a command: split at spaces, with quotes and backslashes as in a shell. Nothing is expanded. */
export function readCommand(text: string): Read<string[]> {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else if (quote === '"' && character === '\\' && /["\\]/.test(text.charAt(index + 1))) {
        index += 1;
        word = (word ?? '') + text.charAt(index);
      } else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\' && index + 1 < text.length) {
      index += 1;
      word = (word ?? '') + text.charAt(index);
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) return { ok: false, problem: `A ${quote} is not closed.` };
  if (word !== undefined) words.push(word);
  return { ok: true, value: words };
}
