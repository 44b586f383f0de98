-- Parts of files: room kept, holes, copies by the kernel.
local bit = require 'bit'
local system = require 'system'
local trees = require 'trees'
local keep_size, punch, collapse, zero, insert = 1, 2, 8, 16, 32
local block = 4096

-- A file of so many blocks, each of another letter.
local function lettered(at, count)
  local letters = {}
  for number = 1, count do letters[number] = string.char(96 + number):rep(block) end
  return trees.opened(at .. '/file', table.concat(letters))
end

-- The first byte of each block; `.` for zero.
local function letters(fd)
  local found = {}
  for number = 1, system.fstat(fd).size / block do found[number] = system.pread(fd, 1, (number - 1) * block) end
  return (table.concat(found):gsub('%z', '.'))
end

return {
  { 'fallocate makes a file larger and keeps room for it', 'a... and room', function(at)
    local fd = lettered(at, 1)
    system.fallocate(fd, 0, 0, 4 * block)
    return letters(fd) .. (system.fstat(fd).blocks >= 32 and ' and room' or ' and no room')
  end },
  { 'fallocate with FALLOC_FL_KEEP_SIZE', 'a', function(at)
    local fd = lettered(at, 1)
    system.fallocate(fd, keep_size, 0, 4 * block)
    return letters(fd)
  end },
  { 'fallocate punches a hole', 'a..d and less room', function(at)
    local fd = lettered(at, 4)
    system.fsync(fd)
    local before = system.fstat(fd).blocks
    system.fallocate(fd, bit.bor(punch, keep_size), block, 2 * block)
    return letters(fd) .. (system.fstat(fd).blocks < before and ' and less room' or ' and no less room')
  end },
  { 'fallocate punches a hole of odd size into what is mapped', 'a.d', function(at)
    local fd = lettered(at, 4)
    local memory = system.map(fd, 4 * block)
    local before = memory[0] + memory[3 * block]
    system.fallocate(fd, bit.bor(punch, keep_size), 1, 3 * block - 1)
    local after = string.char(memory[0]) .. (memory[1] + memory[block] + memory[3 * block - 1] == 0 and '.' or '!')
    return before > 0 and after .. string.char(memory[3 * block])
  end },
  { 'fallocate writes zeros', 'a..d', function(at)
    local fd = lettered(at, 4)
    system.fallocate(fd, zero, block, 2 * block)
    return letters(fd)
  end },
  { 'fallocate takes a part out (FALLOC_FL_COLLAPSE_RANGE)', 'ad', function(at)
    local fd = lettered(at, 4)
    system.fallocate(fd, collapse, block, 2 * block)
    return letters(fd)
  end },
  { 'fallocate puts a part in (FALLOC_FL_INSERT_RANGE)', 'a.b', function(at)
    local fd = lettered(at, 2)
    system.fallocate(fd, insert, block, block)
    return letters(fd)
  end },
  { 'fallocate of what is open for reading', 'EBADF', function(at)
    system.fallocate(system.open(trees.write(at .. '/file', '')), 0, 0, 1)
  end },
  { 'SEEK_DATA and SEEK_HOLE find what was written', '1048576 1052672', function(at)
    local fd = trees.opened(at .. '/file')
    system.ftruncate(fd, 3 * 1048576)
    system.pwrite(fd, ('x'):rep(block), 1048576)
    local data = system.lseek(fd, 0, 3)
    return ('%d %d'):format(data, system.lseek(fd, data, 4))
  end },
  { 'SEEK_DATA where there is nothing more', 'ENXIO', function(at)
    local fd = trees.opened(at .. '/file')
    system.ftruncate(fd, 1048576)
    system.lseek(fd, 0, 3)
  end },
  { 'copy_file_range between two files', 'bc', function(at)
    local fd = lettered(at, 4)
    local to = trees.opened(at .. '/copy')
    local count = 0
    repeat
      local done = system.copy_range(fd, block + count, to, count, 2 * block - count)
      count = count + done
    until done == 0 or count == 2 * block
    return letters(to)
  end },
  { 'copy_file_range within a file, one part over the other', 'EINVAL', function(at)
    local fd = lettered(at, 4)
    system.copy_range(fd, 0, fd, block, 2 * block)
  end },
  { 'copy_file_range over what is mapped', 'ab to ba', function(at)
    local fd = lettered(at, 2)
    local to = trees.opened(at .. '/copy', ('b'):rep(block) .. ('a'):rep(block))
    local memory = system.map(fd, 2 * block)
    local before = string.char(memory[0], memory[block])
    system.copy_range(to, 0, fd, 0, 2 * block)
    return before .. ' to ' .. string.char(memory[0], memory[block])
  end },
  { 'sendfile between two files', 'abcd', function(at)
    lettered(at, 4)
    local from, to = system.open(at .. '/file'), trees.opened(at .. '/copy')
    local count = 0
    repeat
      local done = system.sendfile(to, from, 65536)
      count = count + done
    until done == 0
    return letters(to)
  end },
}
