/** What holds the promises: one that nothing can reach is collected, and Electron then tells the page that no reply was sent. */
const held: ((value: never) => void)[] = [];

/** An answer that never comes. */
export function never(): Promise<never> {
  return new Promise((resolve) => held.push(resolve));
}
