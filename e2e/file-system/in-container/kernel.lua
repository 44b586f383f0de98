-- The kernel's interface for the checks, by luajit's FFI: numbers, layouts, and nothing that judges.
local ffi = require 'ffi'

-- For 64-bit little-endian machines: the same on x86-64 and arm64 unless said.
ffi.cdef [[
typedef int64_t off_t; typedef uint32_t mode_t; typedef int32_t pid_t; typedef uint32_t uid_t;
int openat(int folder, const char *path, int flags, ...);
int close(int fd);
ssize_t read(int fd, void *to, size_t size);
ssize_t write(int fd, const void *from, size_t size);
ssize_t pread(int fd, void *to, size_t size, off_t at);
ssize_t pwrite(int fd, const void *from, size_t size, off_t at);
struct piece { void *at; size_t size; };
ssize_t pwritev(int fd, const struct piece *pieces, int count, off_t at);
off_t lseek(int fd, off_t at, int from);
int ftruncate(int fd, off_t size);
int truncate(const char *path, off_t size);
int fallocate(int fd, int mode, off_t at, off_t size);
ssize_t copy_file_range(int from, off_t *from_at, int to, off_t *to_at, size_t size, unsigned flags);
ssize_t sendfile(int to, int from, off_t *at, size_t size);
int fsync(int fd);
int fdatasync(int fd);
int syncfs(int fd);
int unlinkat(int folder, const char *path, int flags);
int rename(const char *from, const char *to);
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags);
int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags);
int symlink(const char *target, const char *path);
ssize_t readlink(const char *path, char *to, size_t size);
int mkdirat(int folder, const char *path, mode_t mode);
int mknod(const char *path, mode_t mode, uint64_t device);
int chdir(const char *path);
mode_t umask(mode_t mode);
int chmod(const char *path, mode_t mode);
int lchown(const char *path, uid_t owner, uid_t group);
int faccessat(int folder, const char *path, int mode, int flags);
struct timespec { long seconds, nanoseconds; };
int utimensat(int folder, const char *path, const struct timespec *times, int flags);
int clock_gettime(int clock, struct timespec *time);
int nanosleep(const struct timespec *time, struct timespec *left);
ssize_t getdents64(int fd, void *to, size_t size);
struct entry { uint64_t ino; int64_t next; uint16_t length; uint8_t kind; char name[256]; };
struct statx {
  uint32_t mask, block_size; uint64_t attributes; uint32_t links, uid, gid; uint16_t mode, pad;
  uint64_t ino, size, blocks, attributes_mask; struct { int64_t seconds; uint32_t nanoseconds; int32_t pad; } times[4];
  uint32_t rdev_major, rdev_minor, dev_major, dev_minor; uint64_t spare[14];
};
int statx(int folder, const char *path, int flags, unsigned mask, struct statx *result);
struct statfs {
  long kind, block_size; uint64_t blocks, free, available, files, free_files; int id[2];
  long longest_name, fragment, flags, spare[4];
};
int statfs(const char *path, struct statfs *result);
int setxattr(const char *path, const char *name, const void *value, size_t size, int flags);
ssize_t getxattr(const char *path, const char *name, void *value, size_t size);
ssize_t listxattr(const char *path, char *names, size_t size);
int removexattr(const char *path, const char *name);
int flock(int fd, int operation);
struct lock { int16_t kind, from; off_t start, length; pid_t pid; };
int fcntl(int fd, int command, ...);
int ioctl(int fd, unsigned long request, ...);
void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
int munmap(void *at, size_t size);
int msync(void *at, size_t size, int flags);
int posix_memalign(void **memory, size_t alignment, size_t size);
int pipe2(int *ends, int flags);
pid_t fork(void);
pid_t waitpid(pid_t pid, int *status, int options);
void _exit(int status);
int kill(pid_t pid, int signal);
int execv(const char *path, const char *const *arguments);
int dup2(int from, int to);
int setgroups(size_t count, const uid_t *groups);
int setresgid(uid_t real, uid_t effective, uid_t saved);
int setresuid(uid_t real, uid_t effective, uid_t saved);
struct address { uint16_t family; char path[108]; };
int socket(int domain, int kind, int protocol);
int bind(int fd, const struct address *address, uint32_t size);
int listen(int fd, int waiting);
int connect(int fd, const struct address *address, uint32_t size);
int accept(int fd, void *address, uint32_t *size);
int memcmp(const void *one, const void *other, size_t size);
]]

local is_arm = ffi.arch == 'arm64'

return {
  C = ffi.C,
  here = -100, -- AT_FDCWD
  flags = {
    RDONLY = 0, WRONLY = 1, RDWR = 2, CREAT = 0x40, EXCL = 0x80, TRUNC = 0x200, APPEND = 0x400, NONBLOCK = 0x800,
    DSYNC = 0x1000, CLOEXEC = 0x80000, PATH = 0x200000,
    DIRECT = is_arm and 0x10000 or 0x4000,
    DIRECTORY = is_arm and 0x4000 or 0x10000,
    NOFOLLOW = is_arm and 0x8000 or 0x20000,
    TMPFILE = 0x400000 + (is_arm and 0x4000 or 0x10000),
  },
  kinds = { [0x1000] = 'pipe', [0x2000] = 'device', [0x4000] = 'folder', [0x8000] = 'file', [0xa000] = 'link', [0xc000] = 'socket' },
  errors = {
    [1] = 'EPERM', [2] = 'ENOENT', [4] = 'EINTR', [5] = 'EIO', [6] = 'ENXIO', [9] = 'EBADF', [11] = 'EAGAIN', [12] = 'ENOMEM',
    [13] = 'EACCES', [16] = 'EBUSY', [17] = 'EEXIST', [18] = 'EXDEV', [19] = 'ENODEV', [20] = 'ENOTDIR', [21] = 'EISDIR',
    [22] = 'EINVAL', [24] = 'EMFILE', [25] = 'ENOTTY', [26] = 'ETXTBSY', [27] = 'EFBIG', [28] = 'ENOSPC', [29] = 'ESPIPE',
    [30] = 'EROFS', [31] = 'EMLINK', [32] = 'EPIPE', [34] = 'ERANGE', [35] = 'EDEADLK', [36] = 'ENAMETOOLONG', [37] = 'ENOLCK',
    [38] = 'ENOSYS', [39] = 'ENOTEMPTY', [40] = 'ELOOP', [61] = 'ENODATA', [75] = 'EOVERFLOW', [95] = 'EOPNOTSUPP',
    [98] = 'EADDRINUSE', [111] = 'ECONNREFUSED', [116] = 'ESTALE',
  },
}
