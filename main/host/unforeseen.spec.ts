import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { unforeseenErrors } from './unforeseen.ts';

let printed: string;

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function parts() {
  const order: string[] = [];
  const logger = { error: vi.fn() };
  return {
    order,
    logger,
    leave: async () => void order.push('left'),
    tell: () => void order.push('told'),
    exit: (code: number) => void order.push(`exit ${code}`),
  };
}

it('logs the error whole, prints two lines without a stack, leaves, tells, and ends', async () => {
  const { order, ...options } = parts();
  const error = new TypeError('x is not\na function');
  await unforeseenErrors(options)(error);
  expect(options.logger.error).toHaveBeenCalledExactlyOnceWith(expect.any(String), { error });
  expect(printed).toMatch(/^slipway: [^\n]+x is not a function\.\n {2}try: [^\n]+\n$/);
  expect(order).toEqual(['left', 'told', 'exit 1']);
});

it('leaves once, whatever comes up meanwhile, and logs that too', async () => {
  const { order, ...options } = parts();
  const end = unforeseenErrors(options);
  await Promise.all([end(new Error('one')), end('two')]);
  expect(options.logger.error).toHaveBeenCalledTimes(2);
  expect(order).toEqual(['left', 'told', 'exit 1']);
});

it.each([
  ['fails', () => Promise.reject(new Error('no'))],
  ['takes for ever', () => new Promise<never>(() => undefined)],
])('ends without holding up anything more when leaving %s', async (_, leave) => {
  const { order, ...options } = parts();
  await unforeseenErrors({ ...options, leave, deadlineMs: 20 })(new Error('one'));
  expect(order).toEqual(['exit 1']);
  expect(options.logger.error).toHaveBeenCalledTimes(2);
});
