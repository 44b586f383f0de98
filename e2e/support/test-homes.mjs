// How the homes of test instances are told apart from anything else, and by which run they were made.

/** Short, since sockets lie below it; not TMPDIR, which may be long. */
export const homesFolder = '/tmp';

/** How their names begin. */
export const homesPrefix = 'sw-';

/** The file in each that names its run. */
export const runMark = '.run';
