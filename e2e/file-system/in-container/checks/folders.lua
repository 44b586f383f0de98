-- Folders as they are read.
local system = require 'system'
local trees = require 'trees'

-- So many names for one file, of the numbers from 1 on.
local function fill(at, count)
  trees.write(at .. '/1', '')
  for number = 2, count do system.link(at .. '/1', at .. '/' .. number) end
end

-- How often each name comes from where the descriptor is on, by reads of so many bytes.
local function read_on(fd, seen, size)
  repeat
    local entries = system.entries(fd, size)
    for _, entry in ipairs(entries) do seen[entry.name] = (seen[entry.name] or 0) + 1 end
  until #entries == 0
  return seen
end

return {
  { 'an empty folder has . and .. alone', '. ..', function(at)
    local names = {}
    for name in pairs(read_on(system.open(at), {})) do names[#names + 1] = name end
    table.sort(names)
    return table.concat(names, ' ')
  end },
  { 'a folder tells kind and inode of what is in it', 'as stat does', function(at)
    trees.write(at .. '/file', '')
    system.mkdir(at .. '/folder')
    system.symlink('x', at .. '/link')
    system.mknod(at .. '/pipe', 4096 + 420)
    for _, entry in ipairs(system.entries(system.open(at))) do
      local found = system.lstat(at .. '/' .. entry.name)
      if entry.kind ~= found.kind then return entry.name .. ' is called a ' .. tostring(entry.kind) end
      if entry.name ~= '..' and entry.ino ~= found.ino then return entry.name .. ' has another inode' end
    end
    return 'as stat does'
  end },
  { 'a folder that is read from its beginning again shows what is new', '1', function(at)
    local fd = system.open(at)
    read_on(fd, {})
    trees.write(at .. '/new', '')
    system.lseek(fd, 0, 0)
    return read_on(fd, {}).new
  end },
  { 'a folder of 5,000 entries is read whole while 500 go and come', '4500 once', function(at)
    fill(at, 5000)
    local fd, seen = system.open(at), {}
    local first = system.entries(fd, 4096)
    for _, entry in ipairs(first) do seen[entry.name] = 1 end
    for number = 1, 500 do
      system.unlink(at .. '/' .. number * 10)
      system.link(at .. '/1', at .. '/new' .. number)
    end
    read_on(fd, seen, 4096)
    local once = 0
    for number = 1, 5000 do
      local times = seen[tostring(number)]
      if number % 10 > 0 and times == 1 then once = once + 1 end
      if number % 10 > 0 and times ~= 1 then return ('%d came %d times'):format(number, times or 0) end
    end
    return once .. ' once'
  end },
  { 'a folder is read on from a place that was noted', 'the same', function(at)
    fill(at, 300)
    local fd = system.open(at)
    local first = system.entries(fd, 2048)
    local rest = read_on(fd, {}, 2048)
    system.lseek(fd, first[#first].next, 0)
    local again = read_on(fd, {}, 2048)
    for name, times in pairs(rest) do if again[name] ~= times then return name .. ' is missing' end end
    for name in pairs(again) do if not rest[name] then return name .. ' is too much' end end
    return 'the same'
  end },
  { 'read a folder that was removed while open', 'ENOENT', function(at)
    system.mkdir(at .. '/one')
    local fd = system.open(at .. '/one')
    system.rmdir(at .. '/one')
    system.entries(fd)
  end },
}
