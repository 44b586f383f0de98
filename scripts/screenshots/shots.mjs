// What is pictured: each a scene (app.ts) and what is then done in the page.
import { actionShots } from './shots-actions.mjs';
import { adaptedShots } from './shots-adapted.mjs';
import { ansibleShots } from './shots-ansible.mjs';
import { buildShots } from './shots-builds.mjs';
import { composeShots } from './shots-compose.mjs';
import { containerShots } from './shots-containers.mjs';
import { engineShots } from './shots-engine.mjs';
import { enginesShots } from './shots-engines.mjs';
import { fileShots } from './shots-files.mjs';
import { imageShots } from './shots-images.mjs';
import { logShots } from './shots-logs.mjs';
import { networkShots } from './shots-networks.mjs';
import { paletteShots } from './shots-palette.mjs';
import { portShots } from './shots-ports.mjs';
import { recreateShots } from './shots-recreate.mjs';
import { runShots } from './shots-run.mjs';
import { settingShots } from './shots-settings.mjs';
import { snapshotShots } from './shots-snapshots.mjs';
import { swarmShots } from './shots-swarm.mjs';
import { systemShots } from './shots-system.mjs';
import { terminalShots } from './shots-terminal.mjs';
import { volumeShots } from './shots-volumes.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./app.ts').Scene} Scene
 * @typedef {'large' | 'contrast' | 'forced'} Look text at 200 %, more contrast, the system's own colours
 * @typedef {{ name: string, scene: Partial<Scene>, act?: (page: Page) => Promise<void>, look?: Look }} Shot
 */

/** @type {readonly Shot[]} */
export const shots = [
  ...adaptedShots,
  ...fileShots,
  ...engineShots,
  ...enginesShots,
  ...containerShots,
  ...composeShots,
  ...ansibleShots,
  ...actionShots,
  ...runShots,
  ...recreateShots,
  ...imageShots,
  ...buildShots,
  ...logShots,
  ...volumeShots,
  ...networkShots,
  ...portShots,
  ...swarmShots,
  ...systemShots,
  ...settingShots,
  ...snapshotShots,
  ...terminalShots,
  ...paletteShots,
];
