/** What can be out of date after an event of the engine: its lists. */
export const engineTopics = ['containers', 'images', 'volumes', 'networks'] as const;

/** One of {@link engineTopics}. */
export type EngineTopic = (typeof engineTopics)[number];
