-- What the watching of shared folders asks of the kernel, for luajit: by its FFI, since no library of Lua's has these calls.
local bit = require 'bit'
local ffi = require 'ffi'
local C = ffi.C

-- Numbers and layouts of the kernel's interface to 64-bit little-endian machines: the same on x86-64 and arm64 unless said.
ffi.cdef [[
long syscall(long number, ...);
int open(const char *path, int flags, ...);
int close(int fd);
ssize_t read(int fd, void *buffer, size_t size);
ssize_t write(int fd, const void *buffer, size_t size);
ssize_t readlink(const char *path, char *buffer, size_t size);
int link(const char *from, const char *to);
int chmod(const char *path, unsigned mode);
int mkdir(const char *path, unsigned mode);
int mount(const char *from, const char *to, const char *kind, unsigned long flags, const void *data);
int poll(struct pollfd *fds, unsigned long count, int milliseconds);
int clock_gettime(int clock, struct timespec *time);
int inotify_init1(int flags);
int inotify_add_watch(int fd, const char *path, uint32_t mask);
int inotify_rm_watch(int fd, int watch);
int open_by_handle_at(int mount, void *handle, int flags);
int name_to_handle_at(int folder, const char *path, void *handle, int *mount, int flags);
void *mmap(void *address, size_t size, int protection, int flags, int fd, long offset);
void *opendir(const char *path);
int closedir(void *folder);
struct dirent { uint64_t ino; int64_t off; uint16_t length; uint8_t kind; char name[256]; };
struct dirent *readdir(void *folder);
struct pollfd { int fd; short events, revents; };
struct timespec { long seconds, nanoseconds; };
struct statx {
  uint32_t mask, block_size; uint64_t attributes; uint32_t links, uid, gid; uint16_t mode, pad;
  uint64_t ino, size, blocks, attributes_mask; struct { int64_t seconds; uint32_t nanoseconds; int32_t pad; } times[4];
  uint32_t rdev_major, rdev_minor, dev_major, dev_minor; uint64_t spare[14];
};
int statx(int folder, const char *path, int flags, unsigned mask, struct statx *result);
struct submission {
  uint8_t operation, flags; uint16_t priority; int32_t fd; uint64_t offset, address; uint32_t length, more; uint64_t data, pad[3];
};
struct ring_parameters {
  uint32_t submissions, completions, flags, cpu, idle, features, workers, spare[3];
  struct { uint32_t head, tail, mask, entries, flags, dropped, array, spare; uint64_t address; } sq;
  struct { uint32_t head, tail, mask, entries, overflow, cqes, flags, spare; uint64_t address; } cq;
};
]]

local kernel = {
  RDONLY = 0, WRONLY = 1, RDWR = 2, NONBLOCK = 0x800, CLOEXEC = 0x80000, PATH = 0x200000,
  -- The one number here that Arm has otherwise.
  NOFOLLOW = ffi.arch == 'arm64' and 0x8000 or 0x20000,
  IN = 1, OUT = 4, HUP = 16,
  EEXIST = 17, EXDEV = 18,
}

local function errno_of(result) return result < 0 and ffi.errno() or 0 end

function kernel.open(path, flags)
  local fd = C.open(path, bit.bor(flags, kernel.CLOEXEC))
  return fd >= 0 and fd or nil, errno_of(fd)
end

function kernel.close(fd) C.close(fd) end

local chunk = ffi.new 'char[65536]'

-- What can be read at once; nil and why where nothing can.
function kernel.read(fd)
  local count = tonumber(C.read(fd, chunk, 65536))
  if count < 0 then return nil end
  return ffi.string(chunk, count)
end

function kernel.write(fd, text) return tonumber(C.write(fd, text, #text)) end

-- A whole file; nil when there is none.
function kernel.read_file(path)
  local fd = kernel.open(path, kernel.RDONLY)
  if not fd then return end
  local parts = {}
  local part = kernel.read(fd)
  while part and part ~= '' do
    parts[#parts + 1] = part
    part = kernel.read(fd)
  end
  C.close(fd)
  return table.concat(parts)
end

-- Whether the text was taken.
function kernel.write_file(path, text)
  local fd = kernel.open(path, kernel.WRONLY)
  if not fd then return false end
  local done = kernel.write(fd, text) == #text
  C.close(fd)
  return done
end

function kernel.readlink(path)
  local count = tonumber(C.readlink(path, chunk, 65536))
  return count > 0 and ffi.string(chunk, count) or nil
end

function kernel.names(path)
  local names, folder = {}, C.opendir(path)
  if folder == nil then return names end
  local entry = C.readdir(folder)
  while entry ~= nil do
    names[#names + 1] = ffi.string(entry.name)
    entry = C.readdir(folder)
  end
  C.closedir(folder)
  return names
end

function kernel.chmod(path, mode) return C.chmod(path, mode) == 0 end
function kernel.mkdir(path) return C.mkdir(path, 448) == 0 end
function kernel.mount(kind, path) return C.mount(kind, path, kind, 14, nil) == 0 end -- nosuid, nodev, noexec

local time = ffi.new 'struct timespec'
-- Milliseconds of a clock that nobody sets.
function kernel.now()
  C.clock_gettime(1, time)
  return tonumber(time.seconds) * 1000 + tonumber(time.nanoseconds) / 1e6
end

-- Which of these { descriptor = events } have something to tell.
function kernel.poll(wanted, milliseconds)
  local list = {}
  for fd, events in pairs(wanted) do list[#list + 1] = { fd, events } end
  local fds = ffi.new('struct pollfd[?]', #list)
  for at, one in ipairs(list) do fds[at - 1].fd, fds[at - 1].events = one[1], one[2] end
  C.poll(fds, #list, milliseconds)
  local found = {}
  for at, one in ipairs(list) do found[one[1]] = fds[at - 1].revents end
  return found
end

local status = ffi.new 'struct statx'
-- What the file of a descriptor is, asked of the host; `is_remembered`: as it is remembered here, which takes no time.
function kernel.stat(fd, is_remembered)
  -- AT_EMPTY_PATH with AT_STATX_DONT_SYNC or AT_STATX_FORCE_SYNC
  if C.statx(fd, '', is_remembered and 0x5000 or 0x3000, 0x7ff, status) ~= 0 then return end
  return {
    ino = tonumber(status.ino),
    permissions = bit.band(status.mode, 0xfff),
    kind = ({ [0x4000] = 'folder', [0x8000] = 'file', [0xa000] = 'link' })[bit.band(status.mode, 0xf000)] or 'other',
    device = status.dev_major * 0x100000 + status.dev_minor,
  }
end

-- A file handle as /proc/PID/fdinfo tells it, opened without being used; the mount is that of a descriptor.
function kernel.open_handle(mount, kind, hex)
  local size = #hex / 2
  local handle = ffi.new('uint8_t[?]', 8 + size)
  ffi.cast('uint32_t *', handle)[0] = size
  ffi.cast('int32_t *', handle)[1] = kind
  for at = 1, size do handle[7 + at] = tonumber(hex:sub(2 * at - 1, 2 * at), 16) end
  local fd = C.open_by_handle_at(mount, handle, bit.bor(kernel.PATH, kernel.CLOEXEC))
  return fd >= 0 and fd or nil, errno_of(fd)
end

local handle_space, handle_mount = ffi.new 'uint8_t[136]', ffi.new 'int[1]'
-- The handle of what a descriptor has, as above; nil where there are none.
function kernel.handle_of(fd)
  ffi.cast('uint32_t *', handle_space)[0] = 128
  if C.name_to_handle_at(fd, '', handle_space, handle_mount, 0x1000) ~= 0 then return end -- AT_EMPTY_PATH
  local bytes = ffi.string(handle_space + 8, ffi.cast('uint32_t *', handle_space)[0])
  return ffi.cast('int32_t *', handle_space)[1], (bytes:gsub('.', function(byte) return ('%02x'):format(byte:byte()) end))
end

-- Has the kernel forget what it remembers of a name in a virtiofs and ask the host; true when the name is there. The call can
-- only fail: a file of /proc has no second name elsewhere. But before it does, the name is looked up as one that must not be
-- there yet, and that is the lookup for which nothing remembered is good enough.
function kernel.refresh(path)
  C.link('/proc/self/status', path)
  local code = ffi.errno()
  return code == kernel.EEXIST, code
end

local ring
local function open_ring()
  local parameters = ffi.new 'struct ring_parameters'
  local fd = tonumber(C.syscall(425, ffi.cast('unsigned', 2), parameters)) -- io_uring_setup
  if fd < 0 then return false end
  local sq, cq = parameters.sq, parameters.cq
  local size = math.max(sq.array + parameters.submissions * 4, cq.cqes + parameters.completions * 16)
  local memory = C.mmap(nil, size, 3, 1, fd, 0)
  local entries = C.mmap(nil, parameters.submissions * 64, 3, 1, fd, 0x10000000)
  if ffi.cast('intptr_t', memory) == -1 or ffi.cast('intptr_t', entries) == -1 then return false end
  local base = ffi.cast('uint8_t *', memory)
  local function at(offset) return ffi.cast('uint32_t *', base + offset) end
  return {
    fd = fd, entries = ffi.cast('struct submission *', entries), array = at(sq.array), tail = at(sq.tail), mask = at(sq.mask)[0],
    head = at(cq.head), results = base + cq.cqes, results_mask = at(cq.mask)[0],
  }
end

-- Tells whoever watches a file, open for writing, that it was modified, and changes nothing: nothing is written, no time
-- moves, the host does not hear of it. A write of nothing is one of which inotify tells nobody, but by io_uring, which tells of every
-- write that did not fail (io_req_io_end in io_uring/rw.c). False where that cannot be had.
function kernel.announce_write(fd)
  if ring == nil then ring = open_ring() end
  if not ring then return false end
  local slot = bit.band(ring.tail[0], ring.mask)
  local entry = ring.entries + slot
  ffi.fill(entry, 64)
  entry.operation, entry.fd = 23, fd -- IORING_OP_WRITE
  ring.array[slot] = slot
  ring.tail[0] = ring.tail[0] + 1
  -- io_uring_enter: one to do, one to wait for.
  local one = ffi.cast('unsigned', 1)
  if C.syscall(426, ffi.cast('int', ring.fd), one, one, one, nil, ffi.cast('size_t', 0)) < 0 then return false end
  local result = ffi.cast('int32_t *', ring.results + bit.band(ring.head[0], ring.results_mask) * 16 + 8)[0]
  ring.head[0] = ring.head[0] + 1
  return result == 0
end

return kernel
