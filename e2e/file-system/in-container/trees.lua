-- What checks do to whole files and folders.
local bit = require 'bit'
local kernel = require 'kernel'
local system = require 'system'
local flags = system.flags

local trees = {}

function trees.write(path, text)
  local fd = system.open(path, bit.bor(flags.WRONLY, flags.CREAT, flags.TRUNC))
  if text ~= '' then system.write(fd, text) end
  system.close(fd)
  return path
end

function trees.read(path)
  local fd, parts = system.open(path), {}
  repeat
    parts[#parts + 1] = system.read(fd)
  until parts[#parts] == ''
  system.close(fd)
  return table.concat(parts)
end

-- A file of that content, open for reading and writing.
function trees.opened(path, text)
  local fd = system.open(path, bit.bor(flags.RDWR, flags.CREAT, flags.EXCL))
  if text and text ~= '' then system.write(fd, text) end
  return fd
end

-- The names in a folder, `.` and `..` left out, in order.
function trees.names(path)
  local fd, names = system.open(path, flags.DIRECTORY), {}
  repeat
    local entries = system.entries(fd)
    for _, entry in ipairs(entries) do
      if entry.name ~= '.' and entry.name ~= '..' then names[#names + 1] = entry.name end
    end
  until #entries == 0
  system.close(fd)
  table.sort(names)
  return names
end

local function remove_at(folder, name)
  if kernel.C.unlinkat(folder, name, 0) == 0 then return end
  local fd = system.open_at(folder, name, bit.bor(flags.DIRECTORY, flags.NOFOLLOW))
  -- From the beginning again: what is removed may move what was not read yet.
  repeat
    local count = 0
    system.lseek(fd, 0, 0)
    for _, entry in ipairs(system.entries(fd)) do
      if entry.name ~= '.' and entry.name ~= '..' then
        remove_at(fd, entry.name)
        count = count + 1
      end
    end
  until count == 0
  system.close(fd)
  if kernel.C.unlinkat(folder, name, 0x200) ~= 0 then error('cannot remove ' .. name) end
end

-- With all that is in it, however long the paths are.
function trees.remove(path) remove_at(kernel.here, path) end

return trees
