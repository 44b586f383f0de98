import { resumeBelow, unacknowledgedLimit } from '../contract/terminal.ts';

/** Keeps a fast source from running ahead of the screen. */
export interface FlowControl {
  /** Characters were sent to the screen. */
  sent(characters: number): void;
  /** The screen has taken characters in. */
  acknowledged(characters: number): void;
  /** Characters on their way. */
  readonly pending: number;
}

/** Pauses the source above the limit, and lets it go on once most of it has arrived. */
export function createFlowControl(source: { pause(): void; resume(): void }): FlowControl {
  let pending = 0;
  let paused = false;
  return {
    sent(characters) {
      pending += characters;
      if (!paused && pending > unacknowledgedLimit) {
        paused = true;
        source.pause();
      }
    },
    acknowledged(characters) {
      pending = Math.max(0, pending - characters);
      if (paused && pending <= resumeBelow) {
        paused = false;
        source.resume();
      }
    },
    get pending() {
      return pending;
    },
  };
}
