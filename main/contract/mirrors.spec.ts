import { expect, it } from 'vitest';
import { parseMirrors } from './mirrors.ts';

it.each([
  ['', []],
  ['  ', []],
  ['https://mirror.example.com', ['https://mirror.example.com']],
  [
    'https://Mirror.example.com:8443/ , https://b.example',
    ['https://mirror.example.com:8443', 'https://b.example'],
  ],
  ['https://a.example,https://a.example:443', ['https://a.example']],
  ['http://127.0.0.1:5000', ['http://127.0.0.1:5000']],
  ['http://localhost:5000,http://[::1]:5001', ['http://localhost:5000', 'http://[::1]:5001']],
  ['http://host.docker.internal:5000', ['http://host.docker.internal:5000']],
])('reads %j', (text, mirrors) => {
  expect(parseMirrors(text)).toEqual(mirrors);
});

it.each([
  'mirror.example.com',
  'http://mirror.example.com',
  'http://127.evil.example:5000',
  'ftp://127.0.0.1',
  'https://user:secret@mirror.example.com',
  'https://mirror.example.com/path',
  'https://mirror.example.com?a',
  'https://mirror.example.com,',
  'https://mirror.example.com https://b.example',
  'https://"',
  Array.from({ length: 9 }, (_, index) => `https://m${index}.example`).join(','),
])('refuses %j', (text) => {
  expect(parseMirrors(text)).toBeUndefined();
});
