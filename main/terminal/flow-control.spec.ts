import { expect, it, vi } from 'vitest';
import { createFlowControl } from './flow-control.ts';

function source() {
  return { pause: vi.fn(), resume: vi.fn() };
}

it('lets the source run up to the limit', () => {
  const from = source();
  createFlowControl(from).sent(100_000);
  expect(from.pause).not.toHaveBeenCalled();
});

it('pauses once above the limit, and goes on once when most has arrived', () => {
  const from = source();
  const flow = createFlowControl(from);
  flow.sent(100_000);
  flow.sent(1);
  flow.sent(50);
  expect(from.pause).toHaveBeenCalledTimes(1);
  flow.acknowledged(60_000);
  expect(from.resume).not.toHaveBeenCalled();
  flow.acknowledged(25_000);
  expect(from.resume).toHaveBeenCalledTimes(1);
  expect(flow.pending).toBe(15_051);
});

it('takes no harm from an acknowledgement of too much', () => {
  const flow = createFlowControl(source());
  flow.sent(5);
  flow.acknowledged(500);
  expect(flow.pending).toBe(0);
});
