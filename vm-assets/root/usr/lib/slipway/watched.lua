-- What processes of the guest watch (inotify) in folders that the host shares. A process tells in /proc/PID/fdinfo which inodes
-- these are, by file handles: the kernel keeps what is watched, so that it is found by its handle even when its name is gone.
local kernel = require 'kernel'

-- More of it is not told: the host would not watch as much. Of all processes together.
local MOST = 65536

local self = kernel.readlink '/proc/self'
-- By device: the path, and a descriptor for the handles of that mount.
local shares = {}
-- By process: the keys of what it watches.
local processes = {}
-- By key: handle, path and kind of what is watched. Without a path: it has no name here.
local objects = {}
-- By path, what the host was told: `folder` or `file`.
local told = {}
-- By path, the objects that have it.
local at_path = {}

local watched = {}

local function look_for_shares()
  for line in (kernel.read_file '/proc/self/mountinfo' or ''):gmatch '[^\n]+' do
    local major, minor, path = line:match '^%d+ %d+ (%d+):(%d+) / (%S+) .* %- virtiofs '
    local device = major and tonumber(major) * 0x100000 + tonumber(minor)
    if device and not shares[device] then
      path = path:gsub('\\(%d%d%d)', function(octal) return string.char(tonumber(octal, 8)) end)
      local fd = kernel.open(path, kernel.RDONLY)
      if fd then shares[device] = { path = path, fd = fd } end
    end
  end
end

-- A descriptor of the share that a path is in, for handles.
function watched.mount_of(path)
  for _, share in pairs(shares) do
    if path:sub(1, #share.path + 1) == share.path .. '/' then return share.fd end
  end
end

function watched.is_shared(device) return shares[device] ~= nil end

-- Where what is watched lies now; it stays where it was known to be when that cannot be found out.
local function find_path(object)
  local share = shares[object.device]
  local fd = kernel.open_handle(share.fd, object.handle_kind, object.handle)
  if not fd then return end
  local path, status = kernel.readlink('/proc/self/fd/' .. fd), kernel.stat(fd, true)
  kernel.close(fd)
  if not status or not path or (path ~= share.path and path:sub(1, #share.path + 1) ~= share.path .. '/') then return end
  -- What has lost its name may look as if it had one of these.
  if path:sub(-10) == ' (deleted)' then return end
  object.path, object.kind = path, status.kind == 'folder' and 'folder' or 'file'
end

local function look_at_process(process)
  local keys, is_any = {}, false
  for _, name in ipairs(kernel.names('/proc/' .. process .. '/fd')) do
    if kernel.readlink('/proc/' .. process .. '/fd/' .. name) == 'anon_inode:inotify' then
      local text = kernel.read_file('/proc/' .. process .. '/fdinfo/' .. name) or ''
      for device, kind, handle in text:gmatch ' sdev:(%x+) [^\n]-fhandle%-type:(%x+) f_handle:(%x+)' do
        device = tonumber(device, 16)
        if shares[device] then
          local key = device .. ':' .. handle
          keys[key], is_any = true, true
          objects[key] = objects[key] or { device = device, handle_kind = tonumber(kind, 16), handle = handle }
        end
      end
    end
  end
  processes[process] = is_any and keys or nil
end

local function has(list, sought)
  for _, one in ipairs(list or {}) do
    if one == sought then return true end
  end
  return false
end

-- Brings what was told up to date: what is new in it, and what is not in it any more. New is also what has taken the place of another
-- under its path: the host would go on watching what was there before.
local function tell()
  local present, count, used = {}, 0, {}
  local before = at_path
  at_path = {}
  for _, keys in pairs(processes) do
    for key in pairs(keys) do
      local object = objects[key]
      if not used[key] then
        used[key] = true
        if not object.path then find_path(object) end
        local path = object.path
        if path then
          at_path[path] = at_path[path] or {}
          table.insert(at_path[path], object)
        end
        if path and not present[path] and count < MOST then
          present[path] = object.kind
          count = count + 1
        end
      end
    end
  end
  for key in pairs(objects) do
    if not used[key] then objects[key] = nil end
  end
  local added, removed = {}, {}
  for path, kind in pairs(present) do
    local is_new = told[path] ~= kind
    for _, object in ipairs(at_path[path]) do is_new = is_new or not has(before[path], object) end
    if is_new then added[path] = kind end
  end
  for path in pairs(told) do
    if not present[path] then removed[path] = true end
  end
  told = present
  return added, removed
end

-- The process of a thread; nil when that has ended.
function watched.process_of(thread)
  return (kernel.read_file('/proc/' .. thread .. '/status') or ''):match '\nTgid:%s*(%d+)'
end

-- Looks at these processes; at all that are known, too, if somebody has ended watching.
function watched.look(some, is_ending)
  local all = {}
  for process in pairs(some) do
    if process ~= self then all[process] = true end
  end
  if is_ending then
    for process in pairs(processes) do all[process] = true end
  end
  for process in pairs(all) do look_at_process(process) end
  return tell()
end

-- Looks at every process that there is; in the beginning, and when it is not known at which.
function watched.look_at_all()
  look_for_shares()
  processes = {}
  for _, name in ipairs(kernel.names '/proc') do
    if name:match '^%d+$' and name ~= self then look_at_process(name) end
  end
  return tell()
end

-- All that is watched, as it was told: kinds by path.
function watched.all() return told end

-- What was watched under this path: { object, descriptor } each, to be closed.
function watched.open_at(path)
  local found = {}
  for _, object in ipairs(at_path[path] or found) do
    if object.path == path then
      local fd = kernel.open_handle(shares[object.device].fd, object.handle_kind, object.handle)
      if fd then found[#found + 1] = { object = object, fd = fd } end
    end
  end
  return found
end

-- What was watched at this path, and below it, may be elsewhere by now: it is looked for again when next something is told. Whether
-- there is any.
function watched.forget_path(path)
  if not told[path] then return false end
  for _, object in pairs(objects) do
    if object.path and (object.path == path or object.path:sub(1, #path + 1) == path .. '/') then object.path = nil end
  end
  return true
end

return watched
