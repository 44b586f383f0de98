import type { Session } from './session.ts';
import type { Verdict } from './verdicts.ts';

/** What two containers do to one folder; its verdict. */
interface PairCheck {
  readonly check: string;
  readonly expected: string;
  run(one: Session, other: Session, file: string): Promise<string>;
}

/** Lua that opens a file for reading and writing, and keeps it. */
const opened = (file: string) => `held.fd = system.open('${file}', system.flags.RDWR)`;
const mapped = (file: string) =>
  `${opened(file)}; held.memory = system.map(held.fd, 4096); return held.memory[0]`;

/** One holds a lock by `lock`, the other tries to get it by `attempt`, and once more when the first has let go of it. */
async function contend(one: Session, other: Session, file: string, lock: string, attempt: string) {
  await one.ask(`${opened(file)}; ${lock}`);
  await other.ask(opened(file));
  const first = await other.verdict(attempt);
  await one.ask('system.close(held.fd)');
  const second = await other.verdict(attempt);
  await other.ask('system.close(held.fd)');
  return `${first} ${second}`;
}

const append = (file: string, who: string) => `
  local fd = system.open('${file}', system.flags.WRONLY + system.flags.APPEND)
  for number = 1, 200 do system.write(fd, ('${who} %03d\\n'):format(number)) end`;

const checks: readonly PairCheck[] = [
  {
    check: 'flock between two containers',
    expected: 'EAGAIN ok',
    run: (one, other, file) =>
      contend(one, other, file, 'system.flock(held.fd, 2)', 'system.flock(held.fd, 6)'),
  },
  {
    check: 'locks by fcntl between two containers',
    expected: 'EAGAIN ok',
    run(one, other, file) {
      const lock = "system.lock(held.fd, 'set', 1, 0, 0)";
      return contend(one, other, file, lock, lock);
    },
  },
  {
    check: 'locks of an opened file (OFD) between two containers',
    expected: 'EAGAIN ok',
    run(one, other, file) {
      const lock = "system.lock(held.fd, 'set', 1, 0, 0, true)";
      return contend(one, other, file, lock, lock);
    },
  },
  {
    check: 'a container that waits for the lock of another one gets it',
    expected: 'waited ok',
    async run(one, other, file) {
      await one.ask(`${opened(file)}; system.flock(held.fd, 2)`);
      let isThere = false;
      const waiting = other.verdict(`${opened(file)}; system.flock(held.fd, 2)`).finally(() => {
        isThere = true;
      });
      await one.ask('system.sleep(0.5)');
      const had = isThere;
      await one.ask('system.close(held.fd)');
      const verdict = await waiting;
      await other.ask('system.close(held.fd)');
      return `${had ? 'did not wait' : 'waited'} ${verdict}`;
    },
  },
  {
    check: 'shared memory of a file is the same for two containers',
    expected: '97 97 122',
    async run(one, other, file) {
      const before = [await one.ask(mapped(file)), await other.ask(mapped(file))];
      await one.ask('held.memory[0] = 122');
      return [...before, await other.ask('return held.memory[0]')].join(' ');
    },
  },
  {
    check: 'a write by one container is seen at once in the shared memory of another one',
    expected: '97 122',
    async run(one, other, file) {
      const before = await one.ask(mapped(file));
      await other.ask(`${opened(file)}; system.pwrite(held.fd, 'z', 0)`);
      return [before, await one.ask('return held.memory[0]')].join(' ');
    },
  },
  {
    check: 'a write into the shared memory of one container is read at once by another one',
    expected: 'a z',
    async run(one, other, file) {
      await one.ask(mapped(file));
      const before = await other.ask(`${opened(file)}; return system.pread(held.fd, 1, 0)`);
      await one.ask('held.memory[0] = 122');
      return [before, await other.ask('return system.pread(held.fd, 1, 0)')].join(' ');
    },
  },
  {
    check: 'a file that one container makes is there at once for another one, whole',
    expected: 'ENOENT content',
    async run(one, other, file) {
      const before = await other.verdict(`trees.read('${file}.new')`);
      await one.ask(`trees.write('${file}.new', 'content')`);
      return [before, await other.ask(`return trees.read('${file}.new')`)].join(' ');
    },
  },
  {
    check: 'a file that one container renames or removes while another one reads it',
    expected: 'a ENOENT a',
    async run(one, other, file) {
      await one.ask(opened(file));
      await other.ask(`system.rename('${file}', '${file}.away')`);
      const first = await one.ask('return system.pread(held.fd, 1, 0)');
      await other.ask(`system.unlink('${file}.away')`);
      const gone = await one.verdict(`system.stat('${file}.away')`);
      return [first, gone, await one.ask('return system.pread(held.fd, 1, 0)')].join(' ');
    },
  },
  {
    check: 'O_APPEND by two containers at once: no record is lost or torn',
    expected: '400 whole',
    async run(one, other, file) {
      await one.ask(`trees.write('${file}', '')`);
      await Promise.all([one.ask(append(file, 'one')), other.ask(append(file, 'other'))]);
      const text = String(await one.ask(`return trees.read('${file}')`));
      const lines = text.trimEnd().split('\n');
      return lines.length === 400 && new Set(lines).size === 400 ? '400 whole' : `${lines.length} lines`;
    },
  },
  {
    check: 'a socket of one container is connected to by another one',
    expected: 'carried',
    async run(one, other, file) {
      await one.ask(`held.socket = system.listen('${file}.socket')`);
      await other.ask(`held.fd = system.connect('${file}.socket'); system.write(held.fd, 'carried')`);
      return String(await one.ask('return system.read(system.accept(held.socket))'));
    },
  },
  {
    check: 'a named pipe carries bytes from one container to another one',
    expected: 'carried',
    async run(one, other, file) {
      await one.ask(`system.mknod('${file}.pipe', 4096 + 420)`);
      const reading = one.ask(`return system.read(system.open('${file}.pipe'))`);
      await other.ask(`system.write(system.open('${file}.pipe', system.flags.WRONLY), 'carried')`);
      return String(await reading);
    },
  },
];

/** What comes of two containers at work in one folder, which both have at `at`. */
export async function checkBetween(one: Session, other: Session, at: string): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [number, { check, expected, run }] of checks.entries()) {
    const file = `${at}/between-${number}`;
    await one.ask(`trees.write('${file}', ('a'):rep(4096))`);
    const found = await run(one, other, file).catch((error: Error) => error.message);
    verdicts.push({ check, expected, found, where: '' });
  }
  return verdicts;
}
