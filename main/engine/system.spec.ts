import { describe, expect, it } from 'vitest';
import { describeEngine } from './engine-info.ts';
import { usageOf } from './system.ts';

describe('usageOf', () => {
  it('counts shared layers once, and nothing of an image that is used as free', () => {
    const answer = {
      LayersSize: 1000,
      Images: [
        { Id: 'sha256:1', RepoTags: ['app:1'], Containers: 1, Created: 1, Size: 700, SharedSize: 200 },
        { Id: 'sha256:2', RepoTags: ['app:0'], Containers: 0, Created: 1, Size: 400, SharedSize: 200 },
        {
          Id: `sha256:${'3'.repeat(64)}`,
          RepoTags: null,
          Containers: 0,
          Created: 1,
          Size: 100,
          SharedSize: 0,
        },
      ],
    };
    const usage = usageOf('images', answer);
    expect(usage).toMatchObject({ count: 3, bytes: 1000 });
    expect(usage.unused).toEqual({ items: [{ name: '3'.repeat(12), bytes: 100 }], bytes: 100 });
    expect(usage.allUnused.bytes).toBe(300);
    expect(usage.allUnused.items.map(({ name }) => name)).toEqual(['app:0', '3'.repeat(12)]);
  });

  it('takes containers that have ended for free, not those that are paused', () => {
    const answer = {
      Containers: [
        { Id: 'a', Names: ['/web'], State: 'running', SizeRw: 10 },
        { Id: 'b', Names: ['/old'], State: 'exited', SizeRw: 20 },
        { Id: 'c', Names: ['/still'], State: 'paused' },
      ],
    };
    expect(usageOf('containers', answer)).toMatchObject({
      bytes: 30,
      unused: { items: [{ name: 'old', bytes: 20 }], bytes: 20 },
    });
  });

  it('tells named volumes from anonymous ones, and a size that is not known is none', () => {
    const answer = {
      Volumes: [
        { Name: 'data', Labels: null, UsageData: { Size: 5, RefCount: 0 } },
        {
          Name: 'f'.repeat(64),
          Labels: { 'com.docker.volume.anonymous': '' },
          UsageData: { Size: 7, RefCount: 0 },
        },
        { Name: 'held', UsageData: { Size: 11, RefCount: 2 } },
        { Name: 'odd', UsageData: { Size: -1, RefCount: -1 } },
      ],
    };
    const usage = usageOf('volumes', answer);
    expect(usage.bytes).toBe(23);
    expect(usage.unused.items).toEqual([{ name: 'f'.repeat(12), bytes: 7 }]);
    expect(usage.allUnused).toMatchObject({ bytes: 12, items: { length: 3 } });
  });

  it('leaves the build steps out that are layers of images', () => {
    const answer = {
      BuildCache: [
        { ID: 'a', Description: 'RUN make', InUse: false, Shared: false, Size: 3 },
        { ID: 'b', InUse: true, Shared: false, Size: 4 },
        { ID: 'c', InUse: false, Shared: true, Size: 5 },
      ],
    };
    expect(usageOf('builds', answer)).toMatchObject({
      count: 3,
      bytes: 7,
      unused: { items: [{ name: 'RUN make', bytes: 3 }] },
    });
  });

  it('finds nothing in an empty engine', () => {
    for (const kind of ['images', 'containers', 'volumes', 'builds'] as const)
      expect(usageOf(kind, {})).toMatchObject({ count: 0, bytes: 0, allUnused: { bytes: 0 } });
  });
});

describe('describeEngine', () => {
  it('leaves out what the engine does not tell, and is not put off by what it says otherwise', () => {
    const described = describeEngine(
      { NCPU: 2, MemTotal: 2_000_000_000, Driver: 'overlay2', Plugins: 7, Warnings: ['No swap limit'] },
      {
        Version: '28.5.2',
        Components: [
          { Name: 'Engine', Version: '28.5.2' },
          { Name: 'runc', Version: '1.3' },
        ],
      },
    );
    expect(described.warnings).toEqual(['No swap limit']);
    const facts = described.sections.flatMap((section) => section.facts);
    expect(facts).toContainEqual({ name: 'Memory', value: '2 GB' });
    expect(facts).toContainEqual({ name: 'runc', value: '1.3' });
    expect(facts.map(({ name }) => name)).not.toContain('Volumes');
  });
});
