// Pictures of playbooks that are run, and were.
import { goTo } from './go-to.mjs';

/**
 * Runs playbooks one after the other, dry ones first.
 * @param {readonly ('Dry run' | 'Run a playbook' | 'Choose a playbook')[]} buttons
 * @param {string} last what is then on the page
 */
const run = (buttons, last) => async (/** @type {import('playwright-core').Page} */ page) => {
  await goTo('Ansible')(page);
  for (const name of buttons) {
    await page.getByRole('main').getByRole('button', { name, exact: true }).click();
    await page
      .getByRole('region', { name: /site\.yml$/ })
      .first()
      .waitFor();
  }
  await page.getByText(last).first().waitFor();
};

/** @type {readonly import('./shots.mjs').Shot[]} */
export const ansibleShots = [
  { name: 'ansible', scene: {}, act: run(['Dry run', 'Run a playbook'], 'Start the exporter') },
  { name: 'ansible-empty', scene: {}, act: goTo('Ansible') },
  { name: 'ansible-stopped', scene: { state: 'stopped' }, act: goTo('Ansible') },
  {
    name: 'ansible-running',
    scene: { actions: 'hang' },
    act: run(['Choose a playbook'], 'Running site.yml'),
  },
  { name: 'ansible-failed', scene: { actions: 'fail' }, act: run(['Choose a playbook'], 'Failed: site.yml') },
  {
    ...{ name: 'ansible-large', look: 'large', scene: { actions: 'fail' } },
    act: run(['Choose a playbook'], 'Failed: site.yml'),
  },
];
