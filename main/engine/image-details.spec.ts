import { describe, expect, it } from 'vitest';
import { describeDetails, describeHistory } from './image-details.ts';

const step = (CreatedBy: string, Size: number, Created = 1_700_000_000) => ({
  Id: '<missing>',
  Created,
  CreatedBy,
  Tags: null,
  Size,
  Comment: '',
});

describe('describeHistory', () => {
  // As the engine has it: the last step first.
  const history = [step('CMD ["sh"]', 0), step('RUN make', 20), step('ENV A=1', 0), step('ADD rootfs', 300)];

  it('has the first step first, and each layer at the step that made it', () => {
    expect(
      describeHistory(history, ['sha256:a', 'sha256:b']).map(({ createdBy, layer }) => [createdBy, layer]),
    ).toEqual([
      ['ADD rootfs', 'sha256:a'],
      ['ENV A=1', null],
      ['RUN make', 'sha256:b'],
      ['CMD ["sh"]', null],
    ]);
  });

  it('does not guess where there is an empty layer', () => {
    const layers = ['sha256:a', 'sha256:empty', 'sha256:b'];
    expect(describeHistory(history, layers).map(({ layer }) => layer)).toEqual([null, null, null, null]);
  });

  it('knows no time for what nobody dated', () => {
    expect(
      describeHistory([step('ADD', 1, 0), step('ADD', 1, -62_135_596_800)], []).map((one) => one.createdAt),
    ).toEqual([null, null]);
  });
});

describe('describeDetails', () => {
  const bare = {
    Id: 'sha256:1',
    RepoTags: null,
    RepoDigests: null,
    Size: 7,
    Os: 'linux',
    Architecture: 'amd64',
  };

  it('takes an image that tells next to nothing', () => {
    expect(describeDetails(bare, [])).toMatchObject({
      tags: [],
      createdAt: null,
      taggedAt: null,
      platform: 'linux/amd64',
      entrypoint: [],
      labels: {},
      layers: [],
    });
  });

  it('takes one that tells all', () => {
    const image = {
      ...bare,
      RepoTags: ['web:1', '<none>:<none>'],
      RepoDigests: ['web@sha256:2', '<none>@<none>'],
      Created: '2026-01-02T03:04:05.6Z',
      Variant: 'v8',
      Architecture: 'arm64',
      Metadata: { LastTagTime: '2026-02-02T03:04:05Z' },
      RootFS: { Type: 'layers', Layers: ['sha256:a'] },
      Config: {
        Entrypoint: ['/start'],
        Cmd: null,
        Env: ['A=b=c'],
        ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
        Volumes: { '/data': {} },
        Labels: { 'org.example': '<b>' },
        Healthcheck: { Test: ['CMD', 'true'] },
        WorkingDir: '/srv',
      },
    };
    expect(describeDetails(image, [step('ADD', 7)])).toMatchObject({
      tags: ['web:1'],
      digests: ['web@sha256:2'],
      createdAt: Date.parse('2026-01-02T03:04:05.6Z'),
      taggedAt: Date.parse('2026-02-02T03:04:05Z'),
      platform: 'linux/arm64/v8',
      entrypoint: ['/start'],
      command: [],
      ports: ['443/tcp', '80/tcp'],
      volumes: ['/data'],
      labels: { 'org.example': '<b>' },
      healthCheck: ['CMD', 'true'],
      workingFolder: '/srv',
      history: [{ layer: 'sha256:a' }],
    });
  });

  it('knows no time for the first year there is', () => {
    const image = {
      ...bare,
      Created: '0001-01-01T00:00:00Z',
      Metadata: { LastTagTime: '0001-01-01T00:00:00Z' },
    };
    expect(describeDetails(image, [])).toMatchObject({ createdAt: null, taggedAt: null });
  });
});
