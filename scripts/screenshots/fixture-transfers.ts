import type { LayerProgress, LayerStage } from '../../main/contract/engine/transfers.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import { createTransfers, type Transfers } from '../../main/engine/transfers/transfers.ts';

const mega = 1_000_000;

const pulled: readonly (readonly [stage: LayerStage, bytes: number | null, of: number | null])[] = [
  ['present', null, null],
  ['done', null, 29.8 * mega],
  ['done', null, 626],
  ['extracting', 31.2 * mega, 48.3 * mega],
  ['downloaded', null, 1.2 * mega],
  ['downloading', 87.4 * mega, 112.6 * mega],
  ['downloading', 12.9 * mega, 64.1 * mega],
  ['waiting', null, null],
  ['waiting', null, null],
];
const pushed: typeof pulled = [
  ['present', null, null],
  ['uploading', 2.1 * mega, 9.4 * mega],
  ['waiting', null, null],
];

function layersOf(rows: typeof pulled): readonly LayerProgress[] {
  return rows.map(([stage, bytes, of], index) => ({
    id: ((index + 3) * 2_654_435_761 * 97).toString(16).padStart(12, 'c').slice(0, 12),
    ...{ stage, bytes, of },
  }));
}

/** Transfers that get as far as is recorded, and end as the scene says. */
export function fixtureTransfers(act: (doing: string) => Promise<void>): Transfers {
  return createTransfers(async (task, report) => {
    if (task.kind === 'pull') report({ layers: layersOf(pulled) });
    else if (task.kind === 'push') report({ layers: layersOf(pushed) });
    else report({ bytes: 118.4 * mega, of: 192.4 * mega });
    const name = task.kind === 'pull' || task.kind === 'push' ? task.name : 'an archive';
    try {
      await act(`${task.kind} ${name}`);
    } catch {
      throw new SlipwayError({
        code: 'engine-request-failed',
        message: `Could not ${task.kind} ${name}: Docker Hub cannot be found in the network.`,
        hint: 'Check the network and the registry’s name, or load the image from a file.',
        detail:
          'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.2.3:53: no such host',
      });
    }
    return `Pulled ${name}.`;
  });
}
