import { inject } from 'vitest';
import { type Instance, openInstance } from './instance.ts';

/** The one running instance of this run, in the default home of its user. A test leaves it running as it found it. */
export function sharedVm(): Instance {
  return openInstance(inject('sharedUserHome'), '.slipway');
}
