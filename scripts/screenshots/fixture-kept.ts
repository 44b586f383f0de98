import type { BuildKept } from '../../main/contract/builds.ts';

/** What BuildKit has kept of a build. */
export const kept: BuildKept = {
  options: [
    { name: 'force-network-mode', value: 'none' },
    { name: 'label:org.opencontainers.image.version', value: '2.5.0' },
  ],
  ...{ repository: 'https://example.com/maria/shop.git', commit: 'cd54513df94a15118b898690af353c45db27c8b3' },
  platforms: ['linux/amd64'],
  materials: ['node@22-slim', 'nginx@1.29'].map((image, index) => ({
    address: `pkg:docker/${image}?platform=linux%2Famd64`,
    digest: `sha256:${`${index + 3}a`.repeat(32)}`,
  })),
  attachments: [
    { kind: 'application/vnd.docker.container.image.v1+json', bytes: 1_382 },
    { kind: 'https://slsa.dev/provenance/v0.2', bytes: 12_175 },
  ].map((one, index) => ({ ...one, platform: '', digest: `sha256:${`${index + 5}c`.repeat(32)}` })),
  missing: [],
};

/** The same of one whose parts it has lost. */
export const lost: BuildKept = {
  ...{ ...kept, options: [], platforms: [], materials: [], attachments: [] },
  missing: [
    { what: 'the lines at which it has failed', why: `content digest sha256:${'5c'.repeat(32)}: not found` },
  ],
};
