import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runProgram } from './program.ts';

let printed: string;

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => vi.restoreAllMocks());

it.each([
  [['help', 'settings', 'set'], /^Usage: slipway settings set /],
  [['help', 'help'], /^Usage: slipway help /],
  [['help', 'logs'], /^Usage: slipway logs /],
  [['help', 'snapshot', 'rm'], /^Usage: slipway snapshot delete\|rm /],
  [['help'], /^Usage: slipway .*\bstatus\b/s],
])('%j prints that very help', async (parameters, usage) => {
  expect(await runProgram(parameters)).toBe(0);
  expect(printed).toMatch(usage);
});

it.each([
  [['logs', '--yaml'], /Unknown option/, '`slipway help logs` lists'],
  [['settings', 'set', 'vm.cpus'], /Missing required argument/, '`slipway help settings set` shows'],
  [['settings'], /A command is missing/, '`slipway help settings` lists'],
  [['settings', 'change'], /Unknown command 'change'|none of that name/, '`slipway help settings` lists'],
  [['bogus'], /Unknown command/, '`slipway help` lists'],
  [['bogus', '--help'], /^Unknown command 'bogus'\.$/, '`slipway help` lists'],
  [['statsu', '-h'], /^Unknown command 'statsu'\.$/, 'Did you mean status?'],
  [
    ['help', 'settings', 'nothing'],
    /no command of that name: slipway settings nothing/,
    '`slipway help settings` lists',
  ],
  [['logs', '-n', '99999999999999999999'], /up to 9999999/, '`slipway help logs` lists'],
  [['--version', 'x'], /--version takes no arguments/, 'slipway --version'],
])('%j names the help that helps', async (parameters, message, hint) => {
  await expect(runProgram(parameters)).rejects.toMatchObject({
    message: expect.stringMatching(message),
    hint: expect.stringContaining(hint),
  });
  expect(printed).toBe('');
});
