/** Where the engine listens within the guest: for the host's fallback, and for containers that are to steer it. */
export const engineSocketInGuest = '/run/docker.sock';
