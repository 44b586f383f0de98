import { expect, test } from 'vitest';
import { createChosenFiles, fileNameFrom } from './chosen-files.ts';

test('gives the path of what was chosen, for what it was chosen', () => {
  const files = createChosenFiles();
  const target = files.add('write', '/home/ann/web.tar');
  expect(target.path).toBe('/home/ann/web.tar');
  expect(files.path('write', target.id)).toBe('/home/ann/web.tar');
  expect(files.path('write', target.id)).toBe('/home/ann/web.tar');
});

test('refuses what was chosen for something else, or not at all', () => {
  const files = createChosenFiles();
  const source = files.add('read', '/home/ann/web.tar');
  expect(() => files.path('write', source.id)).toThrow('No file was chosen to write.');
  expect(() => files.path('read', '/etc/passwd')).toThrow('No file was chosen to read.');
  expect(() => createChosenFiles().path('read', source.id)).toThrow('No file was chosen');
});

test('forgets the oldest of very many', () => {
  const files = createChosenFiles();
  const ids = Array.from({ length: 1_001 }, (_, index) => files.add('read', `/f/${index}`).id);
  expect(() => files.path('read', ids[0] ?? '')).toThrow();
  expect(files.path('read', ids[1] ?? '')).toBe('/f/1');
});

test.each([
  ['nginx:1.29.tar', 'nginx-1.29.tar'],
  ['registry.example.org:5000/shop/web:2.tar', 'registry.example.org-5000-shop-web-2.tar'],
  ['../../etc/passwd', 'etc-passwd'],
  ['invoice\u202egpj.exe', 'invoice-gpj.exe'],
  ['a\u0000b\nc', 'a-b-c'],
  ['...', 'unnamed'],
  ['', 'unnamed'],
  ['x'.repeat(500), 'x'.repeat(120)],
])('makes a file name of %j', (text, name) => {
  expect(fileNameFrom(text)).toBe(name);
});
