import { expect, it } from 'vitest';
import type { Image } from '../../main/contract/engine/images.ts';
import { newerImage } from './newer-image.ts';

const [older, newer] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
const image = (id: string, ...tags: string[]): Image => ({
  ...{ id, tags, digests: [`shop/web@${id}`], size: 1, createdAt: 0 },
});

it('finds the image to which a name has gone over', () => {
  const images = [image(older), image(newer, 'shop/web:latest')];
  expect(newerImage('shop/web', older, images)?.id).toBe(newer);
  expect(newerImage('docker.io/shop/web:latest', older, images)?.id).toBe(newer);
});

it('finds none where the name is still the container’s image', () => {
  expect(newerImage('shop/web', older, [image(older, 'shop/web:latest')])).toBeUndefined();
});

it('finds none where nothing has the name any more', () => {
  expect(newerImage('shop/web', older, [image(older)])).toBeUndefined();
});

it('finds none for a container that was made by an id or a digest', () => {
  const images = [image(older), image(newer, 'shop/web:latest')];
  for (const name of [newer, newer.slice(7, 19), `shop/web@${newer}`])
    expect(newerImage(name, older, images)).toBeUndefined();
});
