-- System calls as the checks write them. One that fails raises { errno = 'ENOENT', call = 'openat' }.
local ffi, bit = require 'ffi', require 'bit'
local kernel = require 'kernel'
local C, flags, here = kernel.C, kernel.flags, kernel.here

local system = { flags = flags }

-- Raises what the last call has set.
local function fail(call)
  local number = ffi.errno()
  error({ errno = kernel.errors[number] or 'error ' .. number, call = call }, 0)
end

system.fail = fail

-- What a call answers, as a number.
local function call(name, ...)
  local result = tonumber(C[name](...))
  if result == -1 then fail(name) end
  return result
end

-- Those that need no more than that.
for _, name in ipairs {
  'close', 'ftruncate', 'truncate', 'fallocate', 'fsync', 'fdatasync', 'syncfs', 'rename', 'symlink', 'chdir',
  'chmod', 'lchown', 'flock', 'lseek', 'removexattr', 'kill',
} do
  system[name] = function(...) return call(name, ...) end
end

-- `mode`: of a file that is made, 0644 unless given.
function system.open(path, how, mode) return system.open_at(here, path, how, mode) end
function system.open_at(folder, path, how, mode)
  return call('openat', folder, path, bit.bor(how or flags.RDONLY, flags.CLOEXEC), ffi.cast('unsigned', mode or 420))
end
function system.mkdir(path, mode) return call('mkdirat', here, path, mode or 493) end -- 0755
function system.mkdir_at(folder, path) return call('mkdirat', folder, path, 493) end
function system.mknod(path, mode, device) return call('mknod', path, mode, device or 0) end
function system.unlink(path) return call('unlinkat', here, path, 0) end
function system.rmdir(path) return call('unlinkat', here, path, 0x200) end
function system.link(from, to) return call('linkat', here, from, here, to, 0) end
-- A name for what a descriptor has.
function system.link_descriptor(fd, to) return call('linkat', here, '/proc/self/fd/' .. fd, here, to, 0x400) end
-- `how`: 1 only if there is nothing, 2 exchanges both.
function system.rename_with(how, from, to) return call('renameat2', here, from, here, to, how) end
function system.umask(mode) return C.umask(mode) end
-- `how`: of 4 (read), 2 (write), 1 (execute); as the effective user.
function system.access(path, how) return call('faccessat', here, path, how, 0x200) end

local space = ffi.new 'char[65536]'

-- At most 64 KiB.
function system.read(fd, size) return ffi.string(space, call('read', fd, space, math.min(size or 65536, 65536))) end
function system.pread(fd, size, at) return ffi.string(space, call('pread', fd, space, math.min(size, 65536), at)) end
function system.write(fd, text) return call('write', fd, text, #text) end
function system.pwrite(fd, text, at) return call('pwrite', fd, text, #text, at) end
function system.readlink(path) return ffi.string(space, call('readlink', path, space, 65536)) end

-- Several texts by one call.
function system.pwrite_all(fd, texts, at)
  local pieces = ffi.new('struct piece[?]', #texts)
  local kept = {}
  for number, text in ipairs(texts) do
    kept[number] = ffi.new('char[?]', #text, text)
    pieces[number - 1].at, pieces[number - 1].size = kept[number], #text
  end
  return call('pwritev', fd, pieces, #texts, at)
end

-- How many bytes it carried; `to_at` is where to, the descriptor's own place unless given.
function system.copy_range(from, from_at, to, to_at, size)
  return call('copy_file_range', from, ffi.new('off_t[1]', from_at), to, to_at and ffi.new('off_t[1]', to_at), size, 0)
end
function system.sendfile(to, from, size) return call('sendfile', to, from, nil, size) end

local function stat(folder, path, how)
  local found = ffi.new 'struct statx'
  call('statx', folder, path, how, 0x7ff, found)
  local function time(number) return { tonumber(found.times[number].seconds), found.times[number].nanoseconds } end
  return {
    kind = kernel.kinds[bit.band(found.mode, 0xf000)], mode = bit.band(found.mode, 0xfff),
    links = found.links, uid = found.uid, gid = found.gid, ino = tonumber(found.ino), size = tonumber(found.size),
    blocks = tonumber(found.blocks), device = found.dev_major * 0x100000 + found.dev_minor,
    accessed = time(0), changed = time(2), modified = time(3),
  }
end

function system.stat(path) return stat(here, path, 0) end
function system.lstat(path) return stat(here, path, 0x100) end
function system.fstat(fd) return stat(fd, '', 0x1000) end

function system.statfs(path)
  local found = ffi.new 'struct statfs'
  call('statfs', path, found)
  return found
end

-- Times of access and change, each { seconds, nanoseconds }; nil: now.
function system.set_times(path, accessed, modified, is_of_link)
  local times = accessed and ffi.new('struct timespec[2]', { accessed, modified })
  return call('utimensat', here, path, times, is_of_link and 0x100 or 0)
end
system.now_time, system.same_time = { 0, 0x3fffffff }, { 0, 0x3ffffffe }

-- Seconds since 1970; or, by the clock that nobody sets, since the boot.
function system.now(is_steady)
  local time = ffi.new 'struct timespec'
  C.clock_gettime(is_steady and 1 or 0, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

function system.sleep(seconds)
  local whole = math.floor(seconds)
  C.nanosleep(ffi.new('struct timespec', whole, (seconds - whole) * 1e9), nil)
end

-- The next entries of a folder, { name, ino, kind, next }, of so many bytes as the kernel writes them; none at its end.
function system.entries(fd, size)
  local count, at, list = call('getdents64', fd, space, size or 65536), 0, {}
  while at < count do
    local entry = ffi.cast('struct entry *', space + at)
    local kind = kernel.kinds[entry.kind * 0x1000]
    list[#list + 1] = { name = ffi.string(entry.name), ino = tonumber(entry.ino), kind = kind, next = entry.next }
    at = at + entry.length
  end
  return list
end

function system.set_attribute(path, name, value) return call('setxattr', path, name, value, #value, 0) end
function system.attribute(path, name) return ffi.string(space, call('getxattr', path, name, space, 65536)) end
function system.attribute_names(path) return ffi.string(space, call('listxattr', path, space, 65536)) end

-- A lock of bytes; `kind`: 0 shared, 1 exclusive, 2 none. Of this process; `is_of_descriptor`: of this opened file.
local lock_commands = { [false] = { test = 5, set = 6, wait = 7 }, [true] = { test = 36, set = 37, wait = 38 } }
function system.lock(fd, command, kind, start, length, is_of_descriptor)
  local wanted = ffi.new('struct lock', kind, 0, start, length, 0)
  call('fcntl', fd, lock_commands[is_of_descriptor or false][command], wanted)
  return wanted.kind
end

-- Memory that shows a file, of whole pages; `how` is 'shared' unless said, or 'private'.
function system.map(fd, size, at, how)
  local memory = C.mmap(nil, size, 3, how == 'private' and 2 or 1, fd, at or 0)
  if ffi.cast('intptr_t', memory) == -1 then fail 'mmap' end
  return ffi.cast('uint8_t *', memory)
end
function system.unmap(memory, size) return call('munmap', memory, size) end
function system.sync_map(memory, size) return call('msync', memory, size, 4) end

-- Memory of whole pages, as direct reading and writing want it.
function system.page(size)
  local memory = ffi.new 'void *[1]'
  if C.posix_memalign(memory, 4096, size) ~= 0 then error 'no memory' end
  return ffi.cast('uint8_t *', memory[0])
end
function system.read_into(fd, memory, size, at) return call('pread', fd, memory, size, at) end
function system.write_from(fd, memory, size, at) return call('pwrite', fd, memory, size, at) end

-- What the file's attributes are that chattr sets.
function system.file_flags(fd)
  local found = ffi.new 'long[1]'
  call('ioctl', fd, ffi.cast('unsigned long', 0x80086601), found) -- FS_IOC_GETFLAGS
  return tonumber(found[0])
end

local function address_of(path)
  local address = ffi.new 'struct address'
  address.family, address.path = 1, path
  return address, 2 + #path + 1
end

-- A socket that listens at a path, and one that is connected to it.
function system.listen(path)
  local fd = call('socket', 1, 1, 0)
  call('bind', fd, address_of(path))
  call('listen', fd, 5)
  return fd
end
function system.connect(path)
  local fd = call('socket', 1, 1, 0)
  call('connect', fd, address_of(path))
  return fd
end
function system.accept(fd) return call('accept', fd, nil, nil) end

return system
