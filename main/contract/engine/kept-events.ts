/** How many events are kept, in main and in the page. */
export const keptEvents = 10_000;
