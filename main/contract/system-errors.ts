/** The system's codes for what goes wrong with a file, in words that follow its path. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file of that name is in the way',
  EFBIG: 'the file system takes no file of that size',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENOENT: 'it does not exist, or cannot be made there',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of its path is a file and not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
};

/** What the system said of a file. */
export interface FileRefusal {
  /** Such as EISDIR. */
  readonly code: string;
  readonly path: string;
  /** In words: why. */
  readonly reason: string;
}

/** What the system refused to do with a file; undefined for every other error, such as one of a socket or a process. */
export function fileRefusal(error: unknown): FileRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const {
    code = '',
    path,
    syscall = '',
  } = error as Error & { code?: string; path?: unknown; syscall?: string };
  if (typeof path !== 'string' || syscall.startsWith('spawn') || !Object.hasOwn(reasons, code))
    return undefined;
  return { code, path, reason: `${reasons[code]} (${code})` };
}

/** An error of a file as the end of a sentence that does not name the file itself: `/run/x: it is a folder (EISDIR)`. */
export function refusalText(error: unknown): string {
  const refusal = fileRefusal(error);
  if (refusal !== undefined) return `${refusal.path}: ${refusal.reason}`;
  return error instanceof Error ? error.message : String(error);
}
