import { expect, it } from 'vitest';
import { isLogin } from './is-login.ts';

it.each([
  'login',
  'login --username ann registry.example.org',
  '-D login',
  '--log-level debug login',
  '--host=unix:///run/other.sock login',
  '-H unix:///run/other.sock -c yard login',
])('knows `docker %s` for a login', (words) => {
  expect(isLogin(words.split(' '))).toBe(true);
});

it.each([
  '',
  'logout',
  'run login',
  '--context login ps',
  'login --help',
  '--config /home/ann/.docker login',
  '--config=/home/ann/.docker login',
])('takes `docker %s` for none that the home keeps', (words) => {
  expect(isLogin(words.split(' '))).toBe(false);
});
