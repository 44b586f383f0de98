import type { LayerProgress, LayerStage } from '../../contract/engine/transfers.ts';
import type { ProgressMessage } from './progress-message.ts';

/** What the engine says of a layer, and how far that is. */
const stages: Readonly<Record<string, LayerStage>> = {
  'Pulling fs layer': 'waiting',
  Waiting: 'waiting',
  Downloading: 'downloading',
  'Verifying Checksum': 'downloaded',
  'Download complete': 'downloaded',
  Extracting: 'extracting',
  'Pull complete': 'done',
  'Already exists': 'present',
  Preparing: 'waiting',
  Pushing: 'uploading',
  Pushed: 'done',
  'Layer already exists': 'present',
  'Loading layer': 'extracting',
};

/** Layers as the engine tells of them, message by message. */
export interface LayerFold {
  /** Takes in a message; whether it changed anything. */
  hear(message: ProgressMessage): boolean;
  layers(): readonly LayerProgress[];
}

/** Nothing heard yet. */
export function foldLayers(): LayerFold {
  const layers = new Map<string, LayerProgress>();
  return {
    hear({ id, status = '', progressDetail }) {
      if (id === undefined) return false;
      const stage = stageOf(status);
      // Other messages with an id tell of the image: its tag is the id of "Pulling from".
      if (stage === undefined) return false;
      // With other units than bytes it tells how many seconds it has been at it.
      const inBytes = (progressDetail?.units ?? '') === '';
      const bytes = inBytes ? (progressDetail?.current ?? null) : null;
      const of = inBytes ? (progressDetail?.total ?? null) : null;
      const before = layers.get(id);
      // A load says nothing more of a layer once it has read all of it.
      const isRead = status === 'Loading layer' && bytes !== null && bytes === of;
      layers.set(id, {
        id,
        stage: isRead ? 'done' : stage,
        bytes: bytes ?? (stage === before?.stage ? before.bytes : null),
        of: of !== null && of > 0 ? of : (before?.of ?? null),
      });
      return true;
    },
    layers: () => [...layers.values()],
  };
}

function stageOf(status: string): LayerStage | undefined {
  if (Object.hasOwn(stages, status)) return stages[status];
  if (status.startsWith('Mounted from ')) return 'present';
  return status.startsWith('Retrying in ') ? 'retrying' : undefined;
}
