import { z } from 'zod';

/** An id or a name by which the engine finds an object. */
export const identity = z.string().min(1).max(256);

/** Parameters of a request about one object. */
export const onOne = z.strictObject({ id: identity });
