import { expect, it } from 'vitest';
import { formatMemory } from './format.ts';

it('shows memory in GiB when it is even', () => {
  expect([formatMemory(2048), formatMemory(1536)]).toEqual(['2 GiB', '1536 MiB']);
});
