/** The engine's own rule for names of volumes. */
export const volumeNamePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/;
