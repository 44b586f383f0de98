import { describe, expect, it } from 'vitest';
import { commands, hasDisplay, programFor, usage } from './commands.mjs';

describe('hasDisplay', () => {
  it('asks the environment on Linux, and takes a display for granted elsewhere', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
  });
});

describe('programFor', () => {
  it('starts the official Electron on the checkout, and the stand-in without naming one', () => {
    const official = programFor('start-window', [], {
      arch: 'x64',
      electron: { executable: '../node_modules/electron/dist/electron', standIn: false },
    });
    expect(official.program).toMatch(/node_modules\/electron\/dist\/electron$/);
    expect(official.arguments.at(-1)).toBe(process.cwd());
    const standIn = programFor('start-window', [], {
      arch: 'x64',
      electron: { executable: 'cache/e/electron', standIn: true },
    });
    expect(standIn.program).toMatch(/build\/cache\/e\/electron$/);
    expect(standIn.arguments).not.toContain(process.cwd());
    if (process.platform === 'linux') expect(standIn.arguments).toContain('--no-sandbox');
  });

  it('says what to run when there is no Electron', () => {
    expect(() => programFor('start-window', [], { arch: 'x64' })).toThrow('Electron is not there');
  });
});

describe('usage', () => {
  it('names every command', () => {
    for (const name of Object.keys(commands)) expect(usage()).toContain(`  ${name} `);
  });
});
