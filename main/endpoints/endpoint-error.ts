import type { TestStep } from '../contract/engines.ts';
import { type Failure, SlipwayError } from '../contract/errors.ts';

/** An engine that was not reached, and at which step. */
export class EndpointError extends SlipwayError {
  readonly step: TestStep;

  constructor(step: TestStep, failure: Omit<Failure, 'code'>, options?: { readonly cause?: unknown }) {
    super({ code: 'engine-unreachable', ...failure }, options);
    this.step = step;
  }
}
