/** The name of the engine that Slipway itself runs: always there, never another's. */
export const ownEngine = 'slipway';
