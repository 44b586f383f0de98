import { Duplex } from 'node:stream';
import { SlipwayError } from '../../main/contract/errors.ts';
import type { CheckedTarget } from '../../main/contract/terminal.ts';
import type { Shell } from '../../main/util/shell.ts';
import type { Scene } from './app.ts';
import { never } from './never.ts';

/** A recorded session: what a shell would print. `exit CODE` ends it; with actions that fail the container has no shell. */
export async function fixtureShell({ kind }: CheckedTarget, actions: Scene['actions']): Promise<Shell> {
  if (actions === 'hang') await never();
  if (actions === 'fail') throw noShell();
  const prompt = kind === 'guest' ? '\x1b[1;32mslipway\x1b[0m:\x1b[1;34m~\x1b[0m# ' : '/ # ';
  let typed = '';
  let end: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    end = resolve;
  });
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _, done) {
      typed += chunk.toString();
      stream.push(chunk.toString().replaceAll('\r', '\r\n'));
      const code = /exit (\d+)\r/.exec(typed)?.[1];
      if (code !== undefined) end(Number(code));
      done();
    },
  });
  stream.push(
    `${prompt}uname -sr\r\nLinux 6.12.57+deb13-cloud-amd64\r\n${prompt}ls --color /\r\n` +
      ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'sys', 'tmp', 'usr', 'var']
        .map((name) => `\x1b[1;34m${name}\x1b[0m`)
        .join('   ') +
      `\r\n${prompt}wget -qO- http://web/health\r\n\x1b[32mok\x1b[0m \x1b[33m3 warnings\x1b[0m \x1b[31m1 error\x1b[0m \x1b[90m(cached)\x1b[0m\r\n${prompt}`,
  );
  return { stream, exit, resize: async () => undefined, close: () => stream.destroy() };
}

function noShell(): SlipwayError {
  return new SlipwayError({
    code: 'shell-missing',
    message: 'Could not open a terminal in the container: its image has no shell.',
    hint: 'Open a debug shell beside it, which brings one, or run a program that it has.',
    detail:
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown',
  });
}
