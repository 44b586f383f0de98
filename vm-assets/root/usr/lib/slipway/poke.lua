-- Has the kernel tell those who watch a path that it has changed, which it did on the host, unseen here. Nothing is changed by it. By the
-- time the watchers hear of it they see what is there now, and not what was remembered.
local bit = require 'bit'
local ffi = require 'ffi'
local kernel = require 'kernel'
local names = require 'names'
local watched = require 'watched'
local C = ffi.C

-- MODIFY, ATTRIB, MOVED_FROM, MOVED_TO, CREATE, DELETE of linux/inotify.h.
local CHANGES = 0x2 + 0x4 + 0x40 + 0x80 + 0x100 + 0x200
-- The kernel has ended a watch: what was watched is gone.
local IGNORED = 0x8000
-- How far a change that was made here may be from the time that the host tells of it, in seconds: clocks differ a little. Two
-- within this time, one here and one there, are taken for one.
local SAME = 0.25
-- More paths are not followed: each costs several questions to the host, and who watches thousands of folders can bear to be told twice.
local MOST_FOLLOWED = 512
-- For how long it is known what was changed here, in seconds.
local KNOWN = 5

local poke = { listener = C.inotify_init1(kernel.NONBLOCK + kernel.CLOEXEC) }
if poke.listener < 0 then poke.listener = nil end
-- Paths by watch, and the other way round.
local paths, watches, followed = {}, {}, 0
-- When something was changed here, by path.
local own, own_count = {}, 0

local time = ffi.new 'struct timespec'
local function wall_clock()
  C.clock_gettime(0, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

-- From now on it is known what containers change at this path.
function poke.follow(path)
  if not poke.listener or watches[path] or followed >= MOST_FOLLOWED then return end
  local watch = C.inotify_add_watch(poke.listener, path, CHANGES)
  if watch < 0 then return end
  if not paths[watch] then followed = followed + 1 end
  paths[watch], watches[path] = path, watch
  names.read(path)
end

function poke.leave(path)
  local watch = watches[path]
  if not watch then return end
  watches[path], paths[watch], followed = nil, nil, followed - 1
  C.inotify_rm_watch(poke.listener, watch)
end

local function note(path, now)
  if not own[path] then own_count = own_count + 1 end
  own[path] = now
  if own_count <= 4096 then return end
  for other, at in pairs(own) do
    if now - at > KNOWN then own[other], own_count = nil, own_count - 1 end
  end
  if own_count > 4096 then own, own_count = {}, 0 end
end

-- Hears what was changed here. `is_ours`: it was a poke, of which nobody need be told.
function poke.listen(is_ours)
  if not poke.listener then return end
  local now, text = wall_clock(), kernel.read(poke.listener)
  while text and text ~= '' do
    local bytes, at = ffi.cast('const char *', text), 0
    while at < #text do
      local head = ffi.cast('const uint32_t *', bytes + at)
      local watch, length = ffi.cast('const int32_t *', head)[0], head[3]
      local path = paths[watch]
      if path and head[1] == IGNORED then
        paths[watch], watches[path], followed = nil, nil, followed - 1
      elseif path and not is_ours then
        note(length > 0 and path .. '/' .. ffi.string(bytes + at + 16) or path, now)
      end
      at = at + 16 + length
    end
    text = kernel.read(poke.listener)
  end
end

-- A container did it, and its watchers have heard of it as ever.
local function is_own(path, at)
  poke.listen()
  local known = own[path]
  return known ~= nil and math.abs(known - at) < SAME
end

-- `fd` need not be open for anything. Others would hear of a file that it was modified, and of the mode that it was set: to what it is.
local function announce(fd, status)
  local path = '/proc/self/fd/' .. fd
  -- What is open for writing cannot be started as a program meanwhile.
  if status.kind == 'file' and bit.band(status.permissions, 0x49) == 0 then
    local file = kernel.open(path, kernel.WRONLY + kernel.NONBLOCK)
    local done = file and kernel.announce_write(file)
    if file then kernel.close(file) end
    if done then return end
  end
  if status.kind ~= 'link' then kernel.chmod(path, status.permissions) end
end

-- Those who watch what had this name and has it no longer are told as by any Linux when a name goes: it has changed, and once nothing
-- holds it, it is gone. By the name that the kernel still knows those who watch its folder hear of it, too. Whether there are any.
local function announce_old(old, ino)
  local is_any = false
  for _, one in ipairs(old) do
    local status = kernel.stat(one.fd)
    if status and status.ino ~= ino then
      kernel.chmod('/proc/self/fd/' .. one.fd, status.permissions)
      one.object.path, is_any = nil, true
    end
    kernel.close(one.fd)
  end
  return is_any
end

local function announce_folder(path)
  kernel.refresh(path)
  local fd = kernel.open(path, kernel.PATH + kernel.NOFOLLOW)
  if not fd then return end
  local status = kernel.stat(fd)
  if status and status.kind == 'folder' and watched.is_shared(status.device) then announce(fd, status) end
  kernel.close(fd)
end

local function parent_of(path) return path:match '^(.+)/[^/]+$' or '/' end

-- Once more from the top: a folder above may have been another one a moment ago.
local function refresh(path)
  local is_there, code = kernel.refresh(path)
  if is_there or code == kernel.EXDEV then return is_there end
  local part = ''
  for name in path:gmatch '[^/]+' do
    part = part .. '/' .. name
    is_there = kernel.refresh(part)
  end
  return is_there
end

local function tell_of(path)
  -- While they still have the name: without it, those who watch the folder would not hear which one it was.
  local old, mount = watched.open_at(path), watched.mount_of(path)
  local unwatched = #old == 0 and mount and names.open(path, mount)
  local fd = refresh(path) and kernel.open(path, kernel.PATH + kernel.NOFOLLOW)
  local status = fd and kernel.stat(fd)
  local is_moved = announce_old(old, status and status.ino)
  if unwatched then
    local former = not status and kernel.stat(unwatched)
    if former and former.kind ~= 'link' then kernel.chmod('/proc/self/fd/' .. unwatched, former.permissions) end
    kernel.close(unwatched)
  end
  if status and watched.is_shared(status.device) then
    announce(fd, status)
    names.remember(path, fd)
    if status.kind == 'link' then announce_folder(parent_of(path)) end
  elseif not status then
    names.forget(path)
    is_moved = watched.forget_path(path) or is_moved
    announce_folder(parent_of(path))
  end
  if fd then kernel.close(fd) end
  poke.listen(true)
  -- What has taken the place of what was watched here may be watched, too.
  if status and watched.all()[path] then poke.follow(path) end
  return is_moved
end

-- The host has changed what is at this path, or removed it, at this time (in seconds since 1970). Whether something that is watched
-- may have another path by now.
function poke.changed(path, at) return not is_own(path, at) and tell_of(path) end

return poke
