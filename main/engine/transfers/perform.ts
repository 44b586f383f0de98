import type Docker from 'dockerode';
import { assertNever } from '../../contract/assert-never.ts';
import { exportContainer, importImage, loadImages, saveImages } from './archive-transfer.ts';
import { pullImage, pushImage, type RegistryAuth } from './registry-transfer.ts';
import type { Perform } from './task.ts';

/** Does with an engine what tasks say. */
export function performAt(engine: Docker, auth: RegistryAuth): Perform {
  return (task, report, signal) => {
    switch (task.kind) {
      case 'pull':
        return pullImage(engine, auth, task.name, report, signal);
      case 'push':
        return pushImage(engine, auth, task.name, report, signal);
      case 'save':
        return saveImages(engine, task, report, signal);
      case 'load':
        return loadImages(engine, task.path, report, signal);
      case 'import':
        return importImage(engine, task.path, task.name, report, signal);
      case 'export':
        return exportContainer(engine, task, report, signal);
      default:
        return assertNever(task);
    }
  };
}
