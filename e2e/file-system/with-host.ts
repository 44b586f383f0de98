import { appendFile, chmod, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { runProgram } from '../support/run-program.ts';
import type { Session } from './session.ts';

/** What a container waits for at most that is to come, and what is not. In seconds. */
const patience = { coming: 20, never: 3 };

/** How this computer and a container see what the other one does to one file. */
interface HostCheck {
  readonly check: string;
  /** `file` is that of this computer, `its` the same in the container; `a` a page long. */
  run(session: Session, file: string, its: string): Promise<string>;
}

/** The verdict of what a container waits for: how long it took. `condition` is Lua. */
async function waited(session: Session, condition: string, atMost = patience.coming): Promise<string> {
  const code = `local start = system.now(true)
    repeat
      local is_done, value = pcall(function() return ${condition} end)
      if is_done and value then return system.now(true) - start end
      system.sleep(0.02)
    until system.now(true) - start > ${atMost}`;
  const seconds = await session.ask(code);
  if (typeof seconds !== 'number') return 'not by itself';
  // The kernel of the VM asks again after a second; the rest is the slowness of a machine that has other things to do.
  return seconds < 5 ? 'within a second' : `after ${seconds} s`;
}

const open = (its: string) =>
  `held.fd = system.open('${its}', system.flags.RDWR); return system.pread(held.fd, 1, 0)`;
const map = (its: string) => `${open(its).replace(';', '; held.memory = system.map(held.fd, 4096);')}`;
const letterAt = async (file: string) => (await readFile(file, 'latin1'))[0];

/** Whether a lock of this computer's is had at once, as `flock` of util-linux has it. */
async function isLockFree(file: string): Promise<boolean> {
  const run = { env: { PATH: process.env.PATH } };
  return (await runProgram('flock', ['--exclusive', '--nonblock', file, 'true'], run)).code === 0;
}

function connectTo(path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection(path, () => {
      resolve('connected');
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

const checks: readonly HostCheck[] = [
  {
    check: 'what a container writes is read here',
    async run(session, file, its) {
      await session.ask(`${open(its).split(';')[0]}; system.pwrite(held.fd, 'z', 0)`);
      return (await letterAt(file)) === 'z' ? 'at once' : 'later';
    },
  },
  {
    check: 'what a container writes into shared memory is read here',
    async run(session, file, its) {
      await session.ask(map(its));
      // The VM's kernel writes out by itself now and then, and may do so between two questions: not each time.
      for (const letter of 'zyxwv') {
        await session.ask(`held.memory[0] = ${letter.charCodeAt(0)}`);
        const before = await letterAt(file);
        await session.ask('system.sync_map(held.memory, 4096)');
        if ((await letterAt(file)) !== letter) return 'not even after msync';
        if (before !== letter) return 'after msync';
      }
      return 'at once';
    },
  },
  {
    check: 'what is written here is read by a container that has the file open and has read it',
    async run(session, file, its) {
      await session.ask(open(its));
      await writeFile(file, 'z'.repeat(4096), { flag: 'r+' });
      return waited(session, "system.pread(held.fd, 1, 0) == 'z'");
    },
  },
  {
    check: 'what is written here is seen by a container in shared memory that it has looked at',
    async run(session, file, its) {
      await session.ask(`${map(its)} .. held.memory[0]`);
      await writeFile(file, 'z'.repeat(4096), { flag: 'r+' });
      const alone = await waited(session, 'held.memory[0] == 122', patience.never);
      const asked = await waited(session, "system.pread(held.fd, 1, 0) == 'z' and held.memory[0] == 122");
      return `${alone}; when the file is read: ${asked}`;
    },
  },
  {
    check: 'a file that is cut off here is as short for a container',
    async run(session, file, its) {
      await session.ask(open(its));
      await truncate(file, 10);
      return waited(session, 'system.fstat(held.fd).size == 10');
    },
  },
  {
    check: 'a mode that is changed here is that of the file in a container',
    async run(session, file, its) {
      await session.ask(`return system.stat('${its}').mode`);
      await chmod(file, 0o751);
      return waited(session, `system.stat('${its}').mode == ${0o751}`);
    },
  },
  {
    check: 'a file that is made here is there for a container that has looked for it before',
    async run(session, file, its) {
      await session.verdict(`system.stat('${its}.new')`);
      await writeFile(`${file}.new`, '');
      return waited(session, `system.stat('${its}.new')`);
    },
  },
  {
    check: 'a file that is made here is listed in a folder that a container has listed before',
    async run(session, file, its) {
      const folder = its.slice(0, its.lastIndexOf('/'));
      const listed = `#trees.names('${folder}')`;
      const before = Number(await session.ask(`return ${listed}`));
      await writeFile(`${file}.listed`, '');
      return waited(session, `${listed} == ${before + 1}`);
    },
  },
  {
    check: 'a file that is renamed here has its old name no longer for a container',
    async run(session, file, its) {
      await session.ask(open(its));
      await rename(file, `${file}.away`);
      return waited(session, `not pcall(system.stat, '${its}')`);
    },
  },
  {
    check: 'a file that is removed here while a container has it open',
    async run(session, file, its) {
      await session.ask(`held.fd = system.open('${its}', system.flags.RDWR)`);
      await rm(file);
      await session.ask("system.pwrite(held.fd, 'z', 1)");
      return `${await session.ask('return system.pread(held.fd, 2, 0)')}` === 'az' ? 'goes on' : 'is lost';
    },
  },
  {
    check: 'a container and this computer append at once',
    async run(session, file, its) {
      await writeFile(file, '');
      const appendHere = async () => {
        for (let number = 0; number < 200; number += 1) await appendFile(file, `host ${number}\n`);
      };
      const append = `local fd = system.open('${its}', system.flags.WRONLY + system.flags.APPEND)
        for number = 1, 200 do system.write(fd, ('container %03d\\n'):format(number)) end`;
      await Promise.all([session.ask(append), appendHere()]);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      return lines.length === 400 && new Set(lines).size === 400
        ? 'nothing is lost'
        : `${lines.length} of 400`;
    },
  },
  {
    check: 'a lock (flock) of a container is seen here',
    async run(session, file, its) {
      await session.ask(`held.fd = system.open('${its}'); system.flock(held.fd, 2)`);
      return (await isLockFree(file)) ? 'no' : 'yes';
    },
  },
  {
    check: 'a socket at which a container listens is connected to from here',
    async run(session, file, its) {
      await session.ask(`held.socket = system.listen('${its}.socket')`);
      const kind = (await stat(`${file}.socket`)).isSocket() ? 'there' : 'not there';
      return `${kind}, ${await connectTo(`${file}.socket`)}`;
    },
  },
  {
    check: 'a socket at which somebody listens here is connected to by a container',
    async run(session, file, its) {
      const server = createServer().listen(`${file}.socket`);
      await new Promise((resolve) => server.once('listening', resolve));
      const verdict = await session.verdict(`system.connect('${its}.socket')`);
      server.close();
      return verdict;
    },
  },
];

/** What comes of a container and this computer at work in one folder: check by check, in words. */
export async function checkWithHost(
  session: Session,
  folder: string,
  its: string,
): Promise<readonly (readonly [check: string, found: string])[]> {
  const found: [string, string][] = [];
  for (const [number, { check, run }] of checks.entries()) {
    const name = `host-${number}`;
    await writeFile(join(folder, name), 'a'.repeat(4096));
    const saw = await run(session, join(folder, name), `${its}/${name}`).catch(
      (error: Error) => error.message,
    );
    found.push([check, saw]);
  }
  return found;
}
