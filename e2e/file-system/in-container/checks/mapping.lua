-- Files as memory.
local processes = require 'processes'
local system = require 'system'
local trees = require 'trees'
local page = 4096

-- A file of so many pages of one letter, and its memory.
local function mapped(at, count, how)
  local fd = trees.opened(at .. '/file', ('a'):rep(count * page))
  return fd, system.map(fd, count * page, 0, how)
end

local function letter(memory, at) return string.char(memory[at or 0]) end
local z = ('z'):byte()

return {
  { 'a write into shared memory of a file is read by read at once', 'az', function(at)
    local fd, memory = mapped(at, 1)
    local before = letter(memory)
    memory[0] = z
    return before .. system.pread(fd, 1, 0)
  end },
  { 'a write by write is seen in shared memory at once', 'az', function(at)
    local fd, memory = mapped(at, 1)
    local before = letter(memory)
    system.pwrite(fd, 'z', 0)
    return before .. letter(memory)
  end },
  { 'a write by another process is seen in shared memory at once', 'az', function(at)
    local _, memory = mapped(at, 1)
    local before = letter(memory)
    local verdict = processes.start(function() system.pwrite(system.open(at .. '/file', system.flags.RDWR), 'z', 0) end)()
    return verdict == 'ok' and before .. letter(memory)
  end },
  { 'shared memory of a file is the same for two processes', 'az', function(at)
    local _, memory = mapped(at, 1)
    local before = letter(memory)
    processes.start(function() system.map(system.open(at .. '/file', system.flags.RDWR), page)[0] = z end)()
    return before .. letter(memory)
  end },
  { 'a write into shared memory is there after msync and a new opening', 'z', function(at)
    local _, memory = mapped(at, 1)
    memory[0] = z
    system.sync_map(memory, page)
    return trees.read(at .. '/file'):sub(1, 1)
  end },
  { 'a write into shared memory is there after it is unmapped and closed, without msync', 'z', function(at)
    local fd, memory = mapped(at, 1)
    memory[0] = z
    system.unmap(memory, page)
    system.close(fd)
    return trees.read(at .. '/file'):sub(1, 1)
  end },
  { 'a write into private memory does not get into the file', 'z a', function(at)
    local fd, memory = mapped(at, 1, 'private')
    memory[0] = z
    return letter(memory) .. ' ' .. system.pread(fd, 1, 0)
  end },
  { 'memory of a file that was unlinked and closed', 'az', function(at)
    local fd, memory = mapped(at, 2)
    system.unlink(at .. '/file')
    system.close(fd)
    local before = letter(memory, page)
    memory[page] = z
    system.sync_map(memory, 2 * page)
    return before .. letter(memory, page)
  end },
  { 'memory behind the end of its file', 'signal 7', function(at)
    local fd = trees.opened(at .. '/file', 'a')
    return processes.start(function() return letter(system.map(fd, 2 * page), page) end)()
  end },
  { 'memory of a file that was cut off meanwhile', 'signal 7', function(at)
    local fd, memory = mapped(at, 2)
    if letter(memory, page) ~= 'a' then return 'not mapped' end
    system.ftruncate(fd, page)
    return processes.start(function() return letter(memory, page) end)()
  end },
  { 'memory behind the end of a file, within its page, is no part of it', 'ab\\0', function(at)
    local fd = trees.opened(at .. '/file', 'ab')
    local memory = system.map(fd, page)
    memory[2] = z
    system.sync_map(memory, page)
    system.ftruncate(fd, 3)
    return (system.pread(fd, 9, 0):gsub('%z', '\\0'))
  end },
  { 'shared memory to write of what is open for reading', 'EACCES', function(at)
    system.map(system.open(trees.write(at .. '/file', 'a')), page)
  end },
  { 'memory of a folder', 'ENODEV', function(at) system.map(system.open(at), page, 0, 'private') end },
}
