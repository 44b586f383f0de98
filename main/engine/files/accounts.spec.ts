import { expect, it } from 'vitest';
import { readAccounts } from './accounts.ts';

it('knows who is who, the first of a number', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:\n\nnginx:x:101:101\nbroken\nodd:x:-1:0\n';
  const { users, groups } = readAccounts(passwd, `www:x:33:\n${'x'.repeat(100)}:x:34:\n`);
  expect([...users]).toEqual([
    [0, 'root'],
    [101, 'nginx'],
  ]);
  expect([...groups]).toEqual([[33, 'www']]);
});
