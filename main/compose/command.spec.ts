import { describe, expect, it } from 'vitest';
import { configParameters, needsFiles, taskParameters } from './command.ts';

const shop = { name: 'shop', files: ['/s/compose.yaml', '/s/more.yaml'], folder: '/s', profiles: ['tools'] };
const named = ['compose', '--ansi', 'never', '--progress', 'json', '--project-name', 'shop'];
const filed = [...named, '--project-directory', '/s', '--file', '/s/compose.yaml', '--file', '/s/more.yaml'];

describe('the command line of a task', () => {
  it('names the files in their order, and the profiles that are switched on', () => {
    expect(taskParameters(shop, { verb: 'up', services: [], build: false })).toEqual([
      ...filed,
      ...['--profile', 'tools', 'up', '--detach'],
    ]);
    expect(taskParameters(shop, { verb: 'up', services: ['web'], build: true })).toEqual([
      ...filed,
      ...['--profile', 'tools', 'up', '--detach', '--build', '--', 'web'],
    ]);
  });

  it('takes down what belongs to any profile', () => {
    expect(taskParameters(shop, { verb: 'down', volumes: true })).toEqual([
      ...filed,
      ...['--profile', '*', 'down', '--volumes'],
    ]);
  });

  it('goes by the name alone where the files are not known', () => {
    expect(taskParameters({ name: 'shop' }, { verb: 'stop', services: [] })).toEqual([...named, 'stop']);
    expect(taskParameters({ name: 'shop' }, { verb: 'down', volumes: false })).toEqual([...named, 'down']);
    expect(needsFiles({ verb: 'down' })).toBe(false);
    expect(needsFiles({ verb: 'up' })).toBe(true);
  });

  it('scales one service, and gives names no chance to be options', () => {
    expect(taskParameters(shop, { verb: 'scale', service: 'web', replicas: 3 })).toEqual([
      ...filed,
      ...['--profile', 'tools', 'scale', 'web=3'],
    ]);
    expect(taskParameters(shop, { verb: 'restart', services: ['web'] }).slice(-2)).toEqual(['--', 'web']);
  });
});

describe('the command line that has Compose read the files', () => {
  it('takes everything for the picture, and what is switched on for the reader', () => {
    expect(configParameters(shop, 'json')).toEqual([
      ...filed,
      '--profile',
      '*',
      'config',
      '--format',
      'json',
    ]);
    expect(configParameters(shop, 'yaml')).toEqual([
      ...filed,
      '--profile',
      'tools',
      'config',
      '--format',
      'yaml',
    ]);
  });

  it('is given what is not saved yet in the place of its file', () => {
    expect(configParameters(shop, 'yaml', 1)).toContain('-');
    expect(configParameters(shop, 'yaml', 1)).not.toContain('/s/more.yaml');
  });
});
