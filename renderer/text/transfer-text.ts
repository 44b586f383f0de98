import { assertNever } from '../../main/contract/assert-never.ts';
import type { LayerProgress, LayerStage, Transfer } from '../../main/contract/engine/transfers.ts';
import { formatSize } from '../../main/contract/format.ts';

/** What each kind is called while it is under way. */
const verbs: Readonly<Record<Transfer['kind'], string>> = {
  pull: 'Pulling',
  push: 'Pushing',
  save: 'Saving',
  load: 'Loading',
  import: 'Importing',
  export: 'Exporting',
};

/** What is done to which image or file; the name is untrusted. */
export function transferTitle({ kind }: Pick<Transfer, 'kind'>): string {
  return verbs[kind];
}

/** How far a transfer is, in words. */
export function transferNote({ kind, progress }: Pick<Transfer, 'kind' | 'progress'>): string {
  const { layers, bytes, of } = progress;
  switch (kind) {
    case 'pull':
    case 'push': {
      if (layers.length === 0) return 'asking the registry…';
      const moved = movedBytes(layers);
      return `${endedCount(layers)} of ${countText(layers.length)}${moved > 0 ? `, ${formatSize(moved)}` : ''}`;
    }
    case 'save':
      return bytes === null
        ? 'asking the engine…'
        : `${formatSize(bytes)} of about ${formatSize(of ?? bytes)}`;
    case 'export':
      return bytes === null ? 'asking the engine…' : formatSize(bytes);
    case 'load':
    case 'import':
      if (bytes === null || of === null) return 'opening the file…';
      if (bytes < of) return `${formatSize(bytes)} of ${formatSize(of)}`;
      return layers.length === 0 ? 'unpacking…' : `unpacking, ${countText(endedCount(layers))} done`;
    default:
      return assertNever(kind);
  }
}

/** How much of a transfer is done, from 0 to 1; null when nobody can know. */
export function transferPart({ kind, progress }: Pick<Transfer, 'kind' | 'progress'>): number | null {
  const { layers, bytes, of } = progress;
  switch (kind) {
    case 'pull':
    case 'push':
      if (layers.length === 0) return null;
      return layers.reduce((sum, layer) => sum + layerPart(layer), 0) / layers.length;
    case 'save':
      // What it will be is a guess: full is said at the end alone.
      return bytes === null || of === null || of === 0 ? null : Math.min(0.99, bytes / of);
    case 'export':
      // Nobody knows how much it will be.
      return null;
    case 'load':
    case 'import':
      return bytes === null || of === null || of === 0 || bytes >= of ? null : bytes / of;
    default:
      return assertNever(kind);
  }
}

/** How much of a layer is done, from 0 to 1. To download it is half of the work, to unpack it the other. */
export function layerPart({ stage, bytes, of }: LayerProgress): number {
  const part = bytes !== null && of !== null && of > 0 ? Math.min(1, bytes / of) : 0;
  switch (stage) {
    case 'waiting':
    case 'retrying':
      return 0;
    case 'downloading':
      return part / 2;
    case 'downloaded':
      return 0.5;
    case 'extracting':
      return 0.5 + part / 2;
    case 'uploading':
      return part;
    case 'done':
    case 'present':
      return 1;
    default:
      return assertNever(stage);
  }
}

const stageWords: Readonly<Record<LayerStage, string>> = {
  waiting: 'Waiting',
  retrying: 'Broke off, trying again',
  downloading: 'Downloading',
  downloaded: 'Waiting to be unpacked',
  extracting: 'Extracting',
  uploading: 'Uploading',
  done: 'Done',
  present: 'Already there',
};

/** What happens to a layer. */
export function stageText({ stage }: Pick<LayerProgress, 'stage'>): string {
  return stageWords[stage];
}

/** How many bytes of a layer's stage are done; empty where nobody knows. */
export function layerBytesText({ bytes, of, stage }: LayerProgress): string {
  if (of === null) return bytes === null ? '' : formatSize(bytes);
  const isUnderWay =
    bytes !== null && (stage === 'downloading' || stage === 'extracting' || stage === 'uploading');
  return isUnderWay ? `${formatSize(bytes)} of ${formatSize(of)}` : formatSize(of);
}

function countText(layers: number): string {
  return `${layers} ${layers === 1 ? 'layer' : 'layers'}`;
}

function endedCount(layers: readonly LayerProgress[]): number {
  return layers.filter(({ stage }) => stage === 'done' || stage === 'present').length;
}

/** Bytes that went over the network. */
function movedBytes(layers: readonly LayerProgress[]): number {
  return layers.reduce((sum, { stage, bytes, of }) => {
    if (stage === 'downloading' || stage === 'uploading') return sum + (bytes ?? 0);
    return stage === 'waiting' || stage === 'retrying' || stage === 'present' ? sum : sum + (of ?? 0);
  }, 0);
}
