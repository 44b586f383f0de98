/** Most pieces of one stream that may be on their way to the page. */
export const unacknowledgedPieces = 8;
