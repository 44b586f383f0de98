import { expect, it } from 'vitest';
import { imageMenu } from '../images/image-menu.ts';
import { imageRows } from '../images/image-rows.ts';
import { imageEntries } from './image-entries.ts';

it('has all that is in an image’s menu', () => {
  const images = [{ id: 'sha256:a', tags: ['web:1'], digests: [], size: 1, createdAt: 0 }];
  const [row] = imageRows(images, []);
  const menu = row === undefined ? [] : imageMenu(row).flat();
  const titles = menu.filter(({ isDisabled }) => !isDisabled).map(({ title }) => `web:1: ${title}`);
  expect(titles).toContain('web:1: Tag…');
  expect(imageEntries(images, []).map(({ title }) => title)).toEqual(expect.arrayContaining(titles));
});
