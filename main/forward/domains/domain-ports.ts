import type { Server } from 'node:net';
import type { DomainListener } from '../../contract/domains.ts';
import type { PortBinding } from '../../contract/ports.ts';
import { type ListenError, problemOf, publishedToo, type Refusal, refusalOf } from './port-refusals.ts';

/** This computer's own addresses, by which nobody else reaches it. A browser tries both, so both have to be ours. */
const addresses = ['127.0.0.1', '::1'] as const;

/** Addresses at which nobody else can listen meanwhile. */
const inTheWay: readonly string[] = [...addresses, '0.0.0.0', '::'];

/** What a computer without IPv6 says of `::1`. */
const noAddress = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/** What a place for names of containers works with. */
export interface DomainPortOptions {
  /** Makes a server that does not listen yet. */
  readonly create: () => Server & { closeAllConnections(): void };
  /** Where it listens when the wanted port is not to be had. */
  readonly fallback: number;
  /** The setting of the wanted port, for who is to choose another. */
  readonly setting: 'domains.httpPort' | 'domains.httpsPort';
  /** How often the wanted port is tried again, in milliseconds. */
  readonly retryMs: number;
  /** Hears of each change of the state. */
  readonly onChange: () => void;
}

/** A port of this computer's loopback where names of containers are answered. */
export interface DomainPort {
  state(): DomainListener;
  /** Listens at that port, or at the other one; 0: at none. Does nothing when that is so already. Never rejects. */
  open(wanted: number): Promise<void>;
  /** Lets go of a port that a container is to have, if it is this one's. Resolves when it is free. */
  makeRoom(binding: PortBinding): Promise<void>;
  /** Listens no more, and drops what is connected. Can be opened again. */
  close(): Promise<void>;
}

const closed: DomainListener = { wanted: 0, port: null, problem: null, holder: null };

/** One that is closed. */
export function createDomainPort({
  create,
  fallback,
  setting,
  retryMs,
  onChange,
}: DomainPortOptions): DomainPort {
  let state = closed;
  let servers: readonly ReturnType<DomainPortOptions['create']>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const next = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const become = (value: DomainListener) => {
    const isNew = JSON.stringify(value) !== JSON.stringify(state);
    state = value;
    clearTimeout(timer);
    if (value.problem !== null) timer = setTimeout(() => void next(retry), retryMs).unref();
    if (isNew) onChange();
  };

  /** Frees the ports at once; who is connected may stay. */
  const letGo = (isForGood: boolean) => {
    for (const server of servers) {
      server.close();
      if (isForGood) server.closeAllConnections();
    }
    servers = [];
  };

  const settle = async (wanted: number, without?: number) => {
    const refusals: Refusal[] = [];
    const settled = (port: number | null) =>
      become({
        ...{ wanted, port },
        problem: problemOf(refusals, setting),
        holder: refusals[0]?.holder ?? null,
      });
    for (const port of new Set([wanted, fallback])) {
      if (port === without) {
        refusals.push(publishedToo(port));
        continue;
      }
      // A port that is held already stays so.
      if (port === state.port && servers.length > 0) return settled(port);
      try {
        const opened = await listen(create, port);
        letGo(false);
        servers = opened;
        return settled(port);
      } catch (error) {
        refusals.push(await refusalOf(port, error as ListenError));
      }
    }
    letGo(false);
    settled(null);
  };

  const retry = async () => {
    if (state.problem !== null) await settle(state.wanted);
  };

  return {
    state: () => state,
    open: (wanted) =>
      next(async () => {
        if (wanted === 0) {
          letGo(true);
          become(closed);
        } else if (wanted !== state.wanted) await settle(wanted);
        else await retry();
      }),
    makeRoom: ({ protocol, address, port }) =>
      next(async () => {
        if (protocol !== 'tcp' || port !== state.port || !inTheWay.includes(address)) return;
        letGo(false);
        await settle(state.wanted, port);
      }),
    close: () =>
      next(async () => {
        letGo(true);
        become(closed);
      }),
  };
}

/** Listens on both addresses, or on none. Rejects with the system's error. */
async function listen(
  create: DomainPortOptions['create'],
  port: number,
): Promise<readonly ReturnType<DomainPortOptions['create']>[]> {
  const opened: ReturnType<DomainPortOptions['create']>[] = [];
  try {
    for (const host of addresses) {
      const server = create();
      try {
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject);
          server.listen({ host, port, ipv6Only: true, exclusive: true }, () => {
            server.off('error', reject);
            // Of one that listens: a connection that could not be taken, for want of descriptors, say.
            server.on('error', () => undefined);
            resolve();
          });
        });
        opened.push(server);
      } catch (error) {
        const { code = '' } = error as ListenError;
        if (host !== '::1' || !noAddress.includes(code)) throw error;
      }
    }
    return opened;
  } catch (error) {
    for (const server of opened) server.close();
    throw error;
  }
}
