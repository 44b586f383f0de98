import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { SlipwayError } from '../../contract/errors.ts';
import type { PortProtocol } from '../../contract/ports.ts';
import { withDeadline } from '../../util/wait.ts';
import type { LeadMessage } from './ports-line.ts';

/**
 * The guest changes a map in its kernel; an emulated one under load takes a while to get to it. In milliseconds. It is asked once
 * more: what it says while one host takes over from another, or after a wake, may be lost.
 */
const deadlineMs = 5_000;
const tries = 3;

/** A door that the host has asked for. */
export interface LeadDoor {
  readonly protocol: PortProtocol;
  readonly door: number;
}

/** Doors to ports for which dockerd has started no hook, asked for by the host. */
export interface Leads {
  /**
   * A door that leads to a port of an address in the guest; the same one for as long as it is not given back. Rejects with
   * a SlipwayError when the guest has none, or does not answer in time.
   */
  lead(protocol: PortProtocol, address: string, port: number, signal: AbortSignal): Promise<number>;
  /** Gives back the doors to all ports of an address; answers which these were. */
  unlead(address: string): readonly LeadDoor[];
}

/** How they are kept with what the guest says. */
interface LeadsBook extends Leads {
  hear(message: LeadMessage): void;
  /** The guest has been told that a host begins: no door of before leads anywhere. */
  begin(): void;
}

interface Lead {
  readonly protocol: PortProtocol;
  readonly address: string;
  /** Undefined until the guest has said it. */
  door: number | undefined;
  readonly answered: Promise<number>;
}

/** Asks for doors by lines that `say` takes to the guest. */
export function createLeads(say: (line: string) => void): LeadsBook {
  const leads = new Map<string, Lead>();
  const waiting = new Map<string, { given(door: number): void; refused(): void }>();
  // Not those of the host before: its answers may still be under way.
  const prefix = randomBytes(4).toString('hex');
  let next = 1;

  const ask = (key: string, protocol: PortProtocol, address: string, port: number): Lead => {
    const word = `${prefix}${next++}`;
    const answered = new Promise<number>((resolve, reject) => {
      waiting.set(word, {
        given(door) {
          // Given back meanwhile: nobody would ever shut it.
          if (leads.get(key) === lead) lead.door = door;
          else say(`shut ${door}`);
          resolve(door);
        },
        refused: () => reject(noDoor(address, port)),
      });
    });
    const lead: Lead = { protocol, address, door: undefined, answered };
    // Whoever asked has heard, or has left.
    answered.catch(() => leads.get(key) === lead && leads.delete(key));
    leads.set(key, lead);
    // TCP is what every guest knows; one whose image is older than this host takes no protocol.
    say(`lead ${word} ${address} ${port}${protocol === 'tcp' ? '' : ` ${protocol}`}`);
    return lead;
  };

  return {
    async lead(protocol, address, port, signal) {
      if (isIP(address) === 0 || address.includes('%')) throw noDoor(address, port);
      const key = `${protocol} ${address} ${port}`;
      for (let left = tries; ; left -= 1) {
        const lead = leads.get(key) ?? ask(key, protocol, address, port);
        try {
          return await withDeadline(deadlineMs, signal, silent(address, port), () => lead.answered);
        } catch (error) {
          if (signal.aborted) throw error;
          if (leads.get(key) === lead) leads.delete(key);
          const isSilent = error instanceof SlipwayError && error.code === 'guest-unreachable';
          if (!isSilent || left === 1) throw error;
        }
      }
    },
    unlead(address) {
      const doors: LeadDoor[] = [];
      for (const [key, lead] of leads) {
        if (lead.address !== address) continue;
        leads.delete(key);
        if (lead.door === undefined) continue;
        doors.push({ protocol: lead.protocol, door: lead.door });
        say(`shut ${lead.door}`);
      }
      return doors;
    },
    hear(message) {
      const asked = waiting.get(message.word);
      waiting.delete(message.word);
      if (message.kind === 'led') asked?.given(message.door);
      else asked?.refused();
    },
    begin() {
      leads.clear();
      for (const { refused } of waiting.values()) refused();
      waiting.clear();
    },
  };
}

function noDoor(address: string, port: number): SlipwayError {
  return new SlipwayError({
    code: 'guest-failed',
    message: `The VM made no way to port ${port} of ${address}.`,
    hint: 'Try again; `slipway restart` starts the VM anew.',
  });
}

function silent(address: string, port: number) {
  return {
    code: 'guest-unreachable' as const,
    message: `The VM did not make a way to port ${port} of ${address} in time.`,
    hint: 'It may be overloaded: try again; `slipway restart` starts it anew.',
  };
}
