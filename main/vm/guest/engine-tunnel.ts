import { Duplex } from 'node:stream';
import { abortAfter } from '../../util/wait.ts';
import type { HomeKeys } from '../keys.ts';
import { engineSocketInGuest } from './engine-socket.ts';
import { connectGuest, type GuestSession } from './ssh-session.ts';

/** A connection to the guest must come about within this many milliseconds. */
const connectDeadlineMs = 30_000;

/** Carries the engine's streams over one SSH connection, for a QEMU that cannot forward unix sockets. */
export interface EngineTunnel {
  connect(guest: () => Duplex): Duplex;
  close(): void;
}

/** A tunnel that logs in when it is first used, and again when its connection was lost. */
export function createEngineTunnel(keys: HomeKeys): EngineTunnel {
  let session: Promise<GuestSession> | undefined;

  const open = (guest: () => Duplex): Promise<GuestSession> => {
    if (session === undefined) {
      const opening = connectGuest(guest, keys, abortAfter(connectDeadlineMs));
      session = opening;
      const forget = () => {
        if (session === opening) session = undefined;
      };
      opening.then((opened) => opened.closed.then(forget), forget);
    }
    return session;
  };

  return {
    connect(guest) {
      const given = new AbortController();
      const stream = lazyDuplex(
        open(guest).then((opened) => opened.connectSocket(engineSocketInGuest, given.signal)),
      );
      stream.once('close', () => given.abort());
      return stream;
    },
    close() {
      session?.then((opened) => opened.end()).catch(() => undefined);
      session = undefined;
    },
  };
}

/** A stream that is to come: what is written waits for it, and its ends and errors pass through. */
function lazyDuplex(coming: Promise<Duplex>): Duplex {
  let inner: Duplex | undefined;
  const outer = new Duplex({
    allowHalfOpen: true,
    read() {
      inner?.resume();
    },
    write(chunk, encoding, done) {
      coming.then((stream) => stream.write(chunk, encoding, done), done);
    },
    final(done) {
      coming.then((stream) => stream.end(() => done()), done);
    },
    destroy(error, done) {
      coming.then(
        (stream) => stream.destroy(),
        () => undefined,
      );
      done(error);
    },
  });
  coming.then(
    (stream) => {
      inner = stream;
      stream.on('data', (chunk: Buffer) => {
        if (!outer.push(chunk)) stream.pause();
      });
      stream.on('end', () => outer.push(null));
      stream.on('error', (error) => outer.destroy(error));
      stream.on('close', () => {
        if (!stream.readableEnded) outer.destroy();
      });
    },
    (error: Error) => outer.destroy(error),
  );
  return outer;
}
