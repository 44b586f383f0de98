import { create } from 'zustand';
import type { Container } from '../../main/contract/engine/containers.ts';

/** A dialog about containers: which one, and of which containers. */
export type ContainerDialog =
  | { readonly kind: 'rename' | 'commit' | 'recreate'; readonly container: Container }
  | { readonly kind: 'kill' | 'remove'; readonly containers: readonly Container[] }
  /** `goesThere`: the terminal view is shown once it is open. */
  | { readonly kind: 'terminal'; readonly container: Container; readonly goesThere: boolean };

/**
 * The dialog that is open. Not a matter of the row from which it was asked for: that may move or go while it is filled in.
 */
export const useContainerDialog = create<{ readonly open: ContainerDialog | null }>(() => ({ open: null }));

/** Opens a dialog about containers. */
export function askAbout(dialog: ContainerDialog): void {
  useContainerDialog.setState({ open: dialog });
}

/** Closes it. */
export function closeContainerDialog(): void {
  useContainerDialog.setState({ open: null });
}
