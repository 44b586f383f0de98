import { expect, it } from 'vitest';
import { nameOfBackup } from './volume-contents.ts';

it.each([
  ['/home/maria/pgdata.tar.gz', 'pgdata'],
  ['C:\\\\backups\\\\shop data.tgz', 'shop-data'],
  ['/x/.hidden.tar', 'hidden'],
  ['/x/ü', ''],
])('names a volume after the backup %s', (path, name) => {
  expect(nameOfBackup(path)).toBe(name);
});
