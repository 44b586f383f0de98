import { expect, it } from 'vitest';
import { createChosenFiles } from '../util/chosen-files.ts';
import { offeredFiles } from './offered-files.ts';

it('remembers what was dropped, to be read', () => {
  const files = createChosenFiles();
  const [first] = offeredFiles(['/home/maria/site'], files);
  expect(files.path('read', first?.id ?? '')).toBe('/home/maria/site');
  expect(() => files.path('write', first?.id ?? '')).toThrow();
});

it('takes no more than it can remember', () => {
  const paths = Array.from({ length: 501 }, (_, index) => `/f/${index}`);
  expect(() => offeredFiles(paths, createChosenFiles())).toThrow('501 files');
});

it.each([[['']], [['site']], [[]], ['/etc'], [[5]], [undefined]])('refuses %j', (paths) => {
  expect(() => offeredFiles(paths, createChosenFiles())).toThrow('no file or folder of this machine');
});
