import { describe, expect, it } from 'vitest';
import type { ComposeModel, ComposeService } from '../../../main/contract/compose.ts';
import { layOutPicture } from './picture-layout.ts';

function service(name: string, more: Partial<ComposeService> = {}): ComposeService {
  return {
    ...{
      name,
      image: 'x',
      isBuilt: false,
      profiles: [],
      dependsOn: [],
      networks: [],
      volumes: [],
      ports: [],
    },
    ...{ replicas: 1, fixedBy: null },
    ...more,
  };
}

const shop: ComposeModel = {
  services: [
    service('web', { dependsOn: ['api'], networks: ['front'] }),
    service('api', { dependsOn: ['db'], networks: ['front', 'back'] }),
    service('db', { networks: ['back'], volumes: [{ name: 'data', target: '/data' }] }),
  ],
  networks: ['back', 'front'],
  volumes: ['data'],
};

describe('the picture of a project', () => {
  it('has networks first, then each service left of those that it waits for, then volumes', () => {
    const { boxes } = layOutPicture(shop);
    const columns = [...new Set(boxes.map(({ x }) => x))].toSorted((a, b) => a - b);
    const column = (index: number) => boxes.filter(({ x }) => x === columns[index]).map(({ name }) => name);
    expect(columns.map((_, index) => column(index).toSorted())).toEqual([
      ['back', 'front'],
      ['web'],
      ['api'],
      ['db'],
      ['data'],
    ]);
  });

  it('draws every relation as a line from left to right', () => {
    const { lines } = layOutPicture(shop);
    expect(lines).toHaveLength(4 + 2 + 1);
    expect(
      lines.filter(({ isDependency }) => isDependency).map(({ from, to }) => `${from.name} ${to.name}`),
    ).toEqual(['web api', 'api db']);
    for (const { from, to } of lines) expect(from.x).toBeLessThan(to.x);
  });

  it('puts no two boxes over each other', () => {
    const { boxes } = layOutPicture(shop);
    const places = boxes.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(boxes.length);
  });

  it('comes to its end with services that wait for each other, and for nobody', () => {
    const circle = {
      services: [service('a', { dependsOn: ['b'] }), service('b', { dependsOn: ['a', 'gone'] })],
      ...{ networks: [], volumes: [] },
    };
    expect(layOutPicture(circle).boxes).toHaveLength(2);
    expect(layOutPicture({ services: [], networks: [], volumes: [] })).toEqual({
      ...{ boxes: [], lines: [], width: 0, height: 0 },
    });
  });
});
