-- What is in files: writing, reading, sizes, holes.
local system = require 'system'
local trees = require 'trees'
local gibibyte = 1024 ^ 3

return {
  { 'pread behind the end', '0', function(at) return #system.pread(trees.opened(at .. '/file', 'abc'), 10, 3) end },
  { 'write behind the end: zeros before it', '\\0\\0\\0x', function(at)
    local fd = trees.opened(at .. '/file')
    system.pwrite(fd, 'x', 3)
    return (trees.read(at .. '/file'):gsub('%z', '\\0'))
  end },
  { 'pwritev of three pieces', 'one two', function(at)
    system.pwrite_all(trees.opened(at .. '/file'), { 'one', ' ', 'two' }, 0)
    return trees.read(at .. '/file')
  end },
  { 'two descriptors of one file see each other’s writes at once', 'aXc', function(at)
    local fd = trees.opened(at .. '/file', 'abc')
    local other = system.open(at .. '/file')
    system.read(other, 1)
    system.pwrite(fd, 'X', 1)
    return system.pread(other, 3, 0)
  end },
  { 'a megabyte by one write, and by one of odd size', 'as written', function(at)
    local fd = trees.opened(at .. '/file')
    local text = ('0123456789abcdef'):rep(65536)
    local count = system.write(fd, text) + system.write(fd, text:sub(1, 777777))
    return count == 1048576 + 777777 and trees.read(at .. '/file') == text .. text:sub(1, 777777) and 'as written'
  end },
  { 'ftruncate to less and to more again: zeros', 'ab\\0\\0', function(at)
    local fd = trees.opened(at .. '/file', 'abcd')
    system.ftruncate(fd, 2)
    system.ftruncate(fd, 4)
    return (system.pread(fd, 9, 0):gsub('%z', '\\0'))
  end },
  { 'truncate by its path while it is open elsewhere', '2', function(at)
    local fd = trees.opened(at .. '/file', 'abcd')
    system.truncate(at .. '/file', 2)
    return #system.pread(fd, 9, 0)
  end },
  { 'ftruncate of what is open for reading', 'EINVAL', function(at)
    system.ftruncate(system.open(trees.write(at .. '/file', 'x')), 0)
  end },
  { 'ftruncate to less than nothing', 'EINVAL', function(at) system.ftruncate(trees.opened(at .. '/file'), -1) end },
  { 'truncate a folder', 'EISDIR', function(at) system.truncate(at, 0) end },
  { 'a file of 5 GiB that is a hole takes no space', 'none', function(at)
    local fd = trees.opened(at .. '/file')
    system.ftruncate(fd, 5 * gibibyte)
    local found = system.fstat(fd)
    return found.size == 5 * gibibyte and (found.blocks == 0 and 'none' or found.blocks .. ' blocks')
  end },
  { 'write and read above 4 GiB', 'far near', function(at)
    local fd = trees.opened(at .. '/file')
    system.pwrite(fd, 'far', 4 * gibibyte + 5)
    system.pwrite(fd, 'near', 5)
    local found = system.pread(fd, 3, 4 * gibibyte + 5) .. ' ' .. system.pread(fd, 4, 5)
    return system.stat(at .. '/file').size == 4 * gibibyte + 8 and found
  end },
  { 'seek from the end above 4 GiB', tostring(4 * gibibyte + 9), function(at)
    local fd = trees.opened(at .. '/file')
    system.ftruncate(fd, 4 * gibibyte + 10)
    return ('%.0f'):format(system.lseek(fd, -1, 2))
  end },
  { 'seek before the beginning', 'EINVAL', function(at) system.lseek(trees.opened(at .. '/file'), -1, 0) end },
  { 'fsync, fdatasync and syncfs of a file', 'ok', function(at)
    local fd = trees.opened(at .. '/file', 'content')
    for _, call in ipairs { 'fsync', 'fdatasync', 'syncfs' } do system[call](fd) end
  end },
  { 'fsync of a folder', 'ok', function(at) system.fsync(system.open(at)) end },
  { 'statfs: room, and names of 255 bytes', '255', function(at)
    local found = system.statfs(at)
    local has_room = found.blocks >= found.free and found.free >= found.available and found.available > 0 and found.files > 0
    return has_room and tostring(tonumber(found.longest_name)) or 'no room'
  end },
  { 'a file that is open 500 times at once', '500', function(at)
    trees.write(at .. '/file', 'before')
    local fds = {}
    for number = 1, 500 do fds[number] = system.open(at .. '/file') end
    trees.write(at .. '/file', 'after')
    local count = 0
    for _, fd in ipairs(fds) do
      if system.pread(fd, 9, 0) == 'after' then count = count + 1 end
      system.close(fd)
    end
    return count
  end },
}
