import { randomBytes } from 'node:crypto';
import type { Duplex, Readable } from 'node:stream';
import { nameOf } from '../../util/byte-names.ts';
import { shellLine } from '../../util/shell-words.ts';
import { orAborted } from '../../util/wait.ts';

/** What a command of helper.sh came to. */
export interface Answer {
  /** Its exit code; null when its output was cut off. */
  readonly code: number | null;
  readonly output: Buffer;
  /** What it complained of; untrusted. */
  readonly complaint: string;
}

/** What a command is given beside its words. */
export interface CommandOptions {
  /** What it reads. */
  readonly input?: Buffer;
  /** Most bytes of output. With more the conversation is over, and the answer is what came until then. */
  readonly most?: number;
}

/** Asks a shell that runs helper.sh, one command after another. */
export interface Conversation {
  /**
   * Rejects when the shell goes away or the signal aborts. The conversation is over then, unless the command still waited for
   * others: such a one is never run.
   */
  ask(words: readonly string[], signal: AbortSignal, options?: CommandOptions): Promise<Answer>;
  readonly isOver: () => boolean;
}

/** Most bytes of output unless said otherwise: file names of some 300,000 files. */
const mostOutput = 32 * 1_048_576;

/** Bytes of a line of base64. */
const lineLength = 3_648;

/** Begins a conversation with a shell: `output` is what it writes, without what it complains. */
export function converse(shell: Duplex, output: Readable, script: string): Conversation {
  let waiting: ((piece: Buffer | Error) => void) | undefined;
  let over: Error | undefined;
  const end = (error: Error) => {
    over ??= error;
    waiting?.(error);
  };
  output.on('data', (piece: Buffer) => waiting?.(piece));
  for (const stream of [shell, output]) {
    stream.once('error', end);
    stream.once('close', () => end(new Error('the helper has ended')));
    stream.once('end', () => end(new Error('the helper has ended')));
  }
  shell.write(script);

  const once = async (words: readonly string[], signal: AbortSignal, options: CommandOptions) => {
    signal.throwIfAborted();
    if (over !== undefined) throw over;
    const token = randomBytes(16).toString('hex');
    const answered = new Promise<Answer>((resolve, reject) => {
      const answer = gather(token, options.most ?? mostOutput);
      waiting = (piece) => {
        if (piece instanceof Error) return reject(piece);
        const found = answer(piece);
        if (found !== undefined) resolve(found);
      };
    });
    shell.write(
      Buffer.concat([Buffer.from('run '), shellLine([token, ...words]), inputOf(token, options.input)]),
    );
    try {
      const answer = await orAborted(signal, answered);
      if (answer.code === null) end(new Error('its output was cut off'));
      return answer;
    } catch (error) {
      end(error as Error);
      throw error;
    } finally {
      waiting = undefined;
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(words, signal, options = {}) {
      const before = last;
      const answer = orAborted(signal, before).then(() => once(words, signal, options));
      // The next one waits for both: this one may be given up while the one before still runs.
      last = before.then(() => answer).catch(() => undefined);
      return answer;
    },
    isOver: () => over !== undefined,
  };
}

/** What follows a command: nothing to read, or its input in base64. */
function inputOf(token: string, input: Buffer | undefined): Buffer {
  if (input === undefined) return Buffer.from(' </dev/null\n');
  const lines = input.toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return Buffer.from(` <<'${token}'\n${lines.map((line) => `${line}\n`).join('')}${token}\n`);
}

/** Puts pieces of output together until the line with the token ends them. */
function gather(token: string, most: number): (piece: Buffer) => Answer | undefined {
  const pieces: Buffer[] = [];
  let length = 0;
  const last = Buffer.from(`\n${token}.\n`);
  return (piece) => {
    pieces.push(piece);
    length += piece.length;
    if (!endsWith(pieces, last)) {
      return length <= most ? undefined : { code: null, output: Buffer.concat(pieces), complaint: '' };
    }
    const all = Buffer.concat(pieces);
    const at = all.lastIndexOf(`\n${token} `);
    const [, code = '1', complaint = ''] =
      /^(\d+) ([\s\S]*)$/.exec(nameOf(all.subarray(at + token.length + 2, all.length - last.length))) ?? [];
    return { code: Number(code), output: all.subarray(0, at), complaint: complaint.trim() };
  };
}

/** Whether the pieces together end so: looked at without putting all of them together. */
function endsWith(pieces: readonly Buffer[], last: Buffer): boolean {
  let rest = last;
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    const piece = pieces[index] ?? last;
    const part = rest.subarray(Math.max(0, rest.length - piece.length));
    if (!piece.subarray(piece.length - part.length).equals(part)) return false;
    rest = rest.subarray(0, rest.length - part.length);
    if (rest.length === 0) return true;
  }
  return false;
}
