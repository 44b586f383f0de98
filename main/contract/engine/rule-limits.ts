/** The most that each rule of which images are to go can say. Apart from what checks it: the window needs no schema. */
export const ruleLimits = {
  /** Days. */
  age: 36_500,
  /** Days. */
  use: 36_500,
  /** Gigabytes of 10⁹ bytes. */
  size: 100_000,
} as const;
