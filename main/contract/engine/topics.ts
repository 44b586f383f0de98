/** What can be out of date after an event of the engine: its lists, and all of its Swarm at once. */
export const engineTopics = ['containers', 'images', 'volumes', 'networks', 'swarm'] as const;

/** One of {@link engineTopics}. */
export type EngineTopic = (typeof engineTopics)[number];
