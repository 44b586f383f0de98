import { create } from 'zustand';
import type { Build } from '../../main/contract/builds.ts';
import type { Container } from '../../main/contract/engine/containers.ts';
import type { SwarmFileKind } from '../../main/contract/engine/swarm-limits.ts';
import type { UsageKind } from '../../main/contract/engine/usage-kinds.ts';
import type { ChosenFile } from '../../main/contract/files.ts';
import type { Snapshot } from '../../main/contract/snapshots.ts';
import type { BuildForm } from './build-form.ts';
import type { RunForm } from './run-form.ts';

/** A dialog about volumes that there are, by their names. */
export type VolumeDialog =
  | { readonly kind: 'clone-volume' | 'empty-volume'; readonly name: string }
  /** `file`: the backup whose content takes the place of the volume's. */
  | { readonly kind: 'restore-volume'; readonly name: string; readonly file: ChosenFile }
  /** `onRemoved`: they are being removed, and nothing is to stay chosen. */
  | { readonly kind: 'remove-volumes'; readonly names: readonly string[]; readonly onRemoved?: () => void };

/** A dialog about networks that there are, by their ids; `onRemoved` as for volumes. */
export type NetworkDialog =
  | { readonly kind: 'connect'; readonly network: string }
  | { readonly kind: 'remove-networks'; readonly ids: readonly string[]; readonly onRemoved?: () => void };

/** A dialog about a Swarm, its services and nodes by their ids; `onRemoved` as for volumes. */
export type SwarmDialog =
  | {
      readonly kind:
        | 'swarm-init'
        | 'swarm-join'
        | 'swarm-leave'
        | 'swarm-rescue'
        | 'swarm-tokens'
        | 'add-node';
    }
  | { readonly kind: 'create-service' }
  | { readonly kind: 'scale-service' | 'update-service'; readonly service: string }
  | {
      readonly kind: 'remove-services';
      readonly services: readonly string[];
      readonly onRemoved?: () => void;
    }
  | { readonly kind: 'node-labels' | 'remove-node'; readonly node: string }
  | { readonly kind: 'deploy-stack'; readonly file: ChosenFile }
  | { readonly kind: 'remove-stack'; readonly stack: string }
  | { readonly kind: 'create-swarm-file'; readonly what: SwarmFileKind }
  | {
      readonly kind: 'remove-swarm-files';
      readonly what: SwarmFileKind;
      readonly ids: readonly string[];
      readonly onRemoved?: () => void;
    };

/** A dialog that is asked for from several places, and what it is about. */
export type OpenDialog =
  | VolumeDialog
  | NetworkDialog
  | SwarmDialog
  | { readonly kind: 'restore-snapshot' | 'delete-snapshot'; readonly snapshot: Snapshot }
  /** What nothing uses is removed, all of a kind at once. */
  | { readonly kind: 'prune'; readonly what: UsageKind | 'networks' }
  | { readonly kind: 'volume-from-backup'; readonly file: ChosenFile }
  | { readonly kind: 'rename' | 'commit' | 'recreate' | 'limits'; readonly container: Container }
  | { readonly kind: 'kill' | 'remove'; readonly containers: readonly Container[] }
  | { readonly kind: 'end-engine'; readonly request: 'stop' | 'restart' }
  /** `goesThere`: the terminal view is shown once it is open. */
  | { readonly kind: 'terminal'; readonly container: Container; readonly goesThere: boolean }
  /** `image`: empty for whichever is written into the form; `form`: what is written into it already. */
  | { readonly kind: 'run'; readonly image: string; readonly form?: Partial<RunForm> }
  | {
      readonly kind:
        | 'pull'
        | 'clean-up'
        | 'create-volume'
        | 'create-network'
        | 'create-snapshot'
        | 'add-engine';
    }
  /** `form`: what is written into it already. */
  | { readonly kind: 'build'; readonly form?: BuildForm }
  /** The earlier one first. */
  | { readonly kind: 'compare-builds'; readonly first: Build; readonly second: Build }
  | { readonly kind: 'push'; readonly id: string; readonly names: readonly string[] }
  | { readonly kind: 'compose-down' | 'compose-forget'; readonly project: string }
  | { readonly kind: 'compose-template' }
  | { readonly kind: 'tag'; readonly id: string }
  /** By the keys of their rows; `onRemoved` as for volumes. */
  | { readonly kind: 'remove-images'; readonly keys: readonly string[]; readonly onRemoved: () => void }
  | { readonly kind: 'import'; readonly file: ChosenFile }
  /** Files that were to be uploaded are there already; `onReplace` puts them in their place. */
  | {
      readonly kind: 'replace-files';
      readonly names: readonly string[];
      readonly folder: string;
      readonly onReplace: () => void;
    };

/**
 * The dialog that is open. Not a matter of the row from which it was asked for: that may move or go while it is filled in.
 */
export const useDialog = create<{ readonly open: OpenDialog | null }>(() => ({ open: null }));

/** Opens a dialog. */
export function openDialog(dialog: OpenDialog): void {
  useDialog.setState({ open: dialog });
}

/** Closes it. */
export function closeDialog(): void {
  useDialog.setState({ open: null });
}
