import { expect, it } from 'vitest';
import { accountCommand } from './account-command.ts';

it.each([
  ['login', 'login'],
  ['login --username ann registry.example.org', 'login'],
  ['-D login', 'login'],
  ['--log-level debug login', 'login'],
  ['--host=unix:///run/other.sock login', 'login'],
  ['-H unix:///run/other.sock -c yard logout', 'logout'],
  ['logout registry.example.org', 'logout'],
])('knows what `docker %s` is', (words, command) => {
  expect(accountCommand(words.split(' '))).toBe(command);
});

it.each([
  '',
  'run login',
  '--context login ps',
  'login --help',
  '--config /home/ann/.docker login',
  '--config=/home/ann/.docker logout',
])('takes `docker %s` for nothing that changes what the home keeps', (words) => {
  expect(accountCommand(words.split(' '))).toBeUndefined();
});
