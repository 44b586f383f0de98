// How pictures get to a view.

/** @typedef {import('playwright-core').Page} Page */

/**
 * Opens a view by its entry in the sidebar.
 * @param {string | RegExp} name
 */
export const goTo = (name) => (/** @type {Page} */ page) =>
  page.getByRole('navigation').getByRole('button', { name }).click();
