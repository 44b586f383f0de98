/** Whether the keys of a Mac are under the user's fingers: Cmd where others have Ctrl. */
export const isMac = globalThis.navigator?.userAgent.includes('Mac') ?? false;
