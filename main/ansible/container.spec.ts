import { expect, it } from 'vitest';
import { playbookCommand } from './container.ts';

const playbook = { file: '/srv/a,b/site.yml', share: { path: '/srv/a,b', readOnly: true } };
const image = 'slipway/ansible:latest';
const run = { playbook, image, parameters: ['--check'], folder: '/srv/a,b', output: 'plain' } as const;

it('shows the container its share under its own path, as it is shared, and the engine', () => {
  const words = playbookCommand('gull', run);
  expect(words).toContain('type=bind,"source=/srv/a,b","target=/srv/a,b",readonly');
  expect(words).toContain('type=bind,source=/run/docker.sock,target=/var/run/docker.sock');
  expect(words.slice(-3)).toEqual(['slipway/ansible:latest', '--check', '/srv/a,b/site.yml']);
});

it('runs the image that it is told, and fetches none', () => {
  const words = playbookCommand('gull', { ...run, image: 'sha256:4f3c' });
  expect(words.slice(-3)).toEqual(['sha256:4f3c', '--check', '/srv/a,b/site.yml']);
  expect(words.join(' ')).toContain('--pull never');
});

it('has a terminal where there is one, and colour wherever it is seen', () => {
  const flags = (output: 'terminal' | 'colour' | 'plain') => {
    const words = playbookCommand('gull', { ...run, output });
    return ['--tty', 'ANSIBLE_FORCE_COLOR=True'].filter((word) => words.includes(word));
  };
  expect(flags('terminal')).toEqual(['--tty', 'ANSIBLE_FORCE_COLOR=True']);
  expect(flags('colour')).toEqual(['ANSIBLE_FORCE_COLOR=True']);
  expect(flags('plain')).toEqual([]);
});
