/** What belongs to the lane that asks, of what there is one of for each lane. */
export function ofLane<T>(each: readonly T[]): T {
  const lane = process.env.VITEST_POOL_ID;
  const own = each[Number(lane) - 1];
  if (own === undefined)
    throw new Error(`there is nothing for lane ${lane}: ${each.length} lanes were prepared`);
  return own;
}
