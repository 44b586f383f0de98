/** The label of a debug shell's container: the id of the container beside which it is. It shows in the list, unlike other helpers. */
export const debugLabel = 'dev.slipway.debug-of';
