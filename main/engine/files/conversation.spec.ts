import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { converse } from './conversation.ts';

const never = new AbortController().signal;

/** A shell that answers as it is told; `told` gets the token and what followed it. */
function shell(told: (token: string, rest: string, output: PassThrough) => void) {
  const input = new PassThrough();
  const output = new PassThrough();
  let before = '';
  input.setEncoding('latin1').on('data', (text: string) => {
    before += text;
    for (let match = next(before); match !== null; match = next(before)) {
      before = before.slice(match.index + match[0].length);
      told(match[1] ?? '', match[2] ?? '', output);
    }
  });
  return { conversation: converse(input, output, ''), output };
}

const next = (text: string) =>
  /run '([0-9a-f]{32})'((?: '[^']*')*) <(?:\/dev\/null\n|<'\1'\n[^']*\n\1\n)/.exec(text);

const end = (token: string, code: number, complaint = '') => `\n${token} ${code} ${complaint}\n${token}.\n`;

it('asks one after another, and takes what was written apart from how it ended', async () => {
  const { conversation } = shell((token, rest, output) => {
    output.write(`answer to${rest}`);
    setImmediate(() => output.write(end(token, 3, 'no: such file\n')));
  });
  const answers = await Promise.all([conversation.ask(['a', 'b'], never), conversation.ask(['c'], never)]);
  expect(answers.map(({ output }) => output.toString())).toEqual(["answer to 'a' 'b'", "answer to 'c'"]);
  expect(answers[0]).toMatchObject({ code: 3, complaint: 'no: such file' });
});

it('puts an answer together from any pieces', async () => {
  const { conversation } = shell((token, _, output) => {
    for (const byte of Buffer.from(`x\n${token.slice(0, 8)}\n${end(token, 0)}`))
      output.write(Buffer.of(byte));
  });
  const { code, output } = await conversation.ask(['a'], never);
  expect(code).toBe(0);
  expect(output.toString()).toMatch(/^x\n[0-9a-f]{8}\n$/);
});

it('cuts an answer that is too long off, and is over then', async () => {
  const { conversation } = shell((_, __, output) => output.write(Buffer.alloc(2_000)));
  const { code, output } = await conversation.ask(['a'], never, { most: 1_000 });
  expect(code).toBeNull();
  expect(output).toHaveLength(2_000);
  await expect(conversation.ask(['b'], never)).rejects.toThrow('cut off');
});

it('rejects when the shell goes, and when it is given up', async () => {
  const gone = shell((_, __, output) => output.destroy());
  await expect(gone.conversation.ask(['a'], never)).rejects.toThrow('ended');
  let heard = false;
  const silent = shell(() => (heard = true));
  const stop = new AbortController();
  const asked = silent.conversation.ask(['a'], stop.signal);
  await expect.poll(() => heard).toBe(true);
  stop.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await expect(silent.conversation.ask(['b'], never)).rejects.toThrow('enough');
});

it('never runs a command that was given up while it waited, and goes on with others', async () => {
  const answers: (() => void)[] = [];
  const asked: string[] = [];
  const { conversation } = shell((token, rest, output) => {
    asked.push(rest);
    answers.push(() => output.write(end(token, 0)));
  });
  const first = conversation.ask(['first'], never);
  const stop = new AbortController();
  const second = conversation.ask(['second'], stop.signal);
  const third = conversation.ask(['third'], never);
  await expect.poll(() => asked).toEqual([" 'first'"]);
  stop.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  await expect(conversation.ask(['late'], stop.signal)).rejects.toThrow('enough');
  answers[0]?.();
  await first;
  await expect.poll(() => asked).toEqual([" 'first'", " 'third'"]);
  answers[1]?.();
  await expect(third).resolves.toMatchObject({ code: 0 });
  expect(conversation.isOver()).toBe(false);
});

it('gives a command what it reads, in base64', async () => {
  let given = '';
  const input = new PassThrough();
  const output = new PassThrough();
  input.on('data', (piece: Buffer) => {
    given += piece.toString('latin1');
    const [, token = ''] = /run '([0-9a-f]{32})'/.exec(given) ?? [];
    if (given.endsWith(`\n${token}\n`)) output.write(end(token, 0));
  });
  await converse(input, output, '').ask(['write'], never, { input: Buffer.from('ü\0'.repeat(5_000)) });
  const [, encoded = ''] = /'write' <<'[0-9a-f]{32}'\n([A-Za-z0-9+/=\n]*)\n[0-9a-f]{32}\n$/.exec(given) ?? [];
  expect(Buffer.from(encoded, 'base64').toString()).toBe('ü\0'.repeat(5_000));
});
