import { describe, expect, it } from 'vitest';
import type { ComposeProject } from '../../../main/contract/compose.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { filterProjects, projectRows, projectState } from './project-rows.ts';
import { serviceRows, serviceState } from './service-rows.ts';

function container(name: string, more: Partial<Container> = {}): Container {
  return {
    ...{ id: name, name, image: 'x', imageId: '', command: '', state: 'running', status: 'Up', health: null },
    ...{ createdAt: 0, ports: [], project: 'shop', service: 'web', replaces: null, debugOf: null },
    ...{ volumes: [], networks: [] },
    ...more,
  };
}

function project(name: string, missing: readonly string[] = []): ComposeProject {
  return { name, files: [`/p/${name}/compose.yaml`], folder: `/p/${name}`, profiles: [], missing };
}

describe('the rows of Compose projects', () => {
  it('are those that are remembered and those that have containers, each once', () => {
    const rows = projectRows(
      [project('shop'), project('blog')],
      [container('a'), container('b', { project: 'other' })],
      [],
    );
    expect(
      rows.map(({ name, remembered, containers }) => [name, remembered !== null, containers.length]),
    ).toEqual([
      ['blog', true, 0],
      ['other', false, 1],
      ['shop', true, 1],
    ]);
  });

  it('have no name that no Compose could have given', () => {
    const hostile = [container('a', { project: '--file=/etc/passwd' }), container('b', { project: '<b>' })];
    expect(projectRows([], hostile, [])).toEqual([]);
    expect(
      projectRows([], [container('a', { project: null }), container('b', { service: null })], []),
    ).toEqual([]);
  });

  it('say how each is', () => {
    const text = (containers: readonly Container[] | null, missing: readonly string[] = []) => {
      const [row] = projectRows([project('shop', missing)], containers, []);
      return row && projectState(row).text;
    };
    expect(text([])).toBe('Down');
    expect(text(null)).toBe('Not known');
    expect(text(null, ['/p/shop/compose.yaml'])).toBe('Its file is missing');
    expect(text([], ['/p/shop/compose.yaml'])).toBe('Its file is missing');
    expect(text([container('a', { state: 'exited' })])).toBe('Stopped, 1 kept');
    expect(text([container('a'), container('b', { state: 'exited' })])).toBe('1 of 2 running');
    expect(text([container('a', { health: 'unhealthy' })])).toBe('1 of 1 running, unhealthy');
  });

  it('are found by their name and the path of their files', () => {
    const rows = projectRows([project('shop'), project('blog')], [], []);
    expect(filterProjects(rows, 'p/bl').map(({ name }) => name)).toEqual(['blog']);
    expect(filterProjects(rows, '')).toHaveLength(2);
  });
});

describe('the rows of services', () => {
  const service = {
    ...{ name: 'tool', image: 'x', isBuilt: false, profiles: ['tools'], dependsOn: [], networks: [] },
    ...{ volumes: [], ports: [], replicas: 1, fixedBy: null },
  };
  const model = { services: [service], networks: [], volumes: [] };
  const row = (containers: readonly Container[], profiles: readonly string[] = [], isKnown = true) => ({
    ...{ containers, isKnown, remembered: { ...project('shop'), profiles } },
  });

  it('are those of the files and those of containers', () => {
    expect(serviceRows(model, row([container('a')])).map(({ name }) => name)).toEqual(['tool', 'web']);
    expect(serviceRows(null, row([container('b'), container('a')]))).toMatchObject([
      { name: 'web', described: null, running: 2, containers: [{ name: 'a' }, { name: 'b' }] },
    ]);
  });

  it('say that a profile is off until it is on', () => {
    const state = (profiles: readonly string[], isKnown = true) =>
      serviceRows(model, row([], profiles, isKnown)).map(serviceState);
    expect(state([])).toEqual(['Off: profile tools']);
    expect(state(['tools'])).toEqual(['Not made']);
    expect(state(['tools'], false)).toEqual(['Not known']);
  });
});
