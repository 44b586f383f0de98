-- Modes, times, attributes.
local ffi, bit = require 'ffi', require 'bit'
local system = require 'system'
local trees = require 'trees'
local flags = system.flags

local function mode_of(path) return ('%04o'):format(system.lstat(path).mode) end

local function is_later(one, other) return one[1] > other[1] or one[1] == other[1] and one[2] > other[2] end

-- Which of a file's times a deed has moved.
local function moved(path, deed)
  local before = system.lstat(path)
  system.sleep(0.02)
  deed()
  local after, names = system.lstat(path), {}
  for _, name in ipairs { 'modified', 'changed' } do
    if is_later(after[name], before[name]) then names[#names + 1] = name end
  end
  return #names > 0 and table.concat(names, ' ') or 'none'
end

-- An access list that lets user 33 read, as the kernel keeps it: version, then { tag, rights, id } of each.
local function access_list()
  local everybody = 0xffffffff
  local parts = { ffi.string(ffi.new('uint32_t[1]', 2), 4) }
  for _, entry in ipairs { { 1, 6, everybody }, { 2, 4, 33 }, { 4, 4, everybody }, { 16, 4, everybody }, { 32, 0, everybody } } do
    parts[#parts + 1] = ffi.string(ffi.new('uint16_t[2]', { entry[1], entry[2] }), 4)
    parts[#parts + 1] = ffi.string(ffi.new('uint32_t[1]', entry[3]), 4)
  end
  return table.concat(parts)
end

return {
  { 'chmod of all twelve bits', '7777', function(at)
    system.chmod(trees.write(at .. '/file', ''), 4095)
    return mode_of(at .. '/file')
  end },
  { 'chmod to nothing; root reads on', '0000 content', function(at)
    system.chmod(trees.write(at .. '/file', 'content'), 0)
    return mode_of(at .. '/file') .. ' ' .. trees.read(at .. '/file')
  end },
  { 'umask takes away from files, folders and pipes', '0640 0750 0640', function(at)
    system.umask(23) -- 027
    system.close(system.open(at .. '/file', bit.bor(flags.WRONLY, flags.CREAT), 438))
    system.mkdir(at .. '/folder', 511)
    system.mknod(at .. '/pipe', 4096 + 438)
    return ('%s %s %s'):format(mode_of(at .. '/file'), mode_of(at .. '/folder'), mode_of(at .. '/pipe'))
  end },
  { 'a folder in one with set-group-ID has it, too; a file has not', '2755 0644', function(at)
    system.mkdir(at .. '/top')
    system.chmod(at .. '/top', 1535) -- 02777
    system.mkdir(at .. '/top/folder')
    trees.write(at .. '/top/file', '')
    return mode_of(at .. '/top/folder') .. ' ' .. mode_of(at .. '/top/file')
  end },
  { 'times to the nanosecond', '1700000001.123456789 1700000002.987654321', function(at)
    system.set_times(trees.write(at .. '/file', ''), { 1700000001, 123456789 }, { 1700000002, 987654321 })
    local found = system.stat(at .. '/file')
    return ('%d.%09d %d.%09d'):format(found.accessed[1], found.accessed[2], found.modified[1], found.modified[2])
  end },
  { 'a time before 1970', '-86400', function(at)
    system.set_times(trees.write(at .. '/file', ''), { -86400, 0 }, { -86400, 0 })
    return ('%d'):format(system.stat(at .. '/file').modified[1])
  end },
  { 'one time alone (UTIME_OMIT)', '5 7', function(at)
    system.set_times(trees.write(at .. '/file', ''), { 5, 0 }, { 6, 0 })
    system.set_times(at .. '/file', system.same_time, { 7, 0 })
    local found = system.stat(at .. '/file')
    return ('%d %d'):format(found.accessed[1], found.modified[1])
  end },
  { 'times of a symbolic link itself', '7 6', function(at)
    system.symlink(trees.write(at .. '/file', ''), at .. '/link')
    system.set_times(at .. '/file', { 6, 0 }, { 6, 0 })
    system.set_times(at .. '/link', { 7, 0 }, { 7, 0 }, true)
    return ('%d %d'):format(system.lstat(at .. '/link').modified[1], system.stat(at .. '/link').modified[1])
  end },
  { 'the time of what is made now is now', 'within 2 s', function(at)
    trees.write(at .. '/file', 'x')
    local modified = system.stat(at .. '/file').modified
    local apart = math.abs(modified[1] + modified[2] / 1e9 - system.now())
    return apart < 2 and 'within 2 s' or apart .. ' s'
  end },
  { 'which times a write moves', 'modified changed', function(at)
    local fd = trees.opened(at .. '/file', 'x')
    return moved(at .. '/file', function() system.write(fd, 'y') end)
  end },
  { 'which times a write into memory moves', 'modified changed', function(at)
    local fd = trees.opened(at .. '/file', 'x')
    local memory = system.map(fd, 4096)
    return moved(at .. '/file', function()
      memory[0] = 0x79
      system.sync_map(memory, 4096)
    end)
  end },
  { 'which times chmod moves', 'changed', function(at)
    trees.write(at .. '/file', 'x')
    return moved(at .. '/file', function() system.chmod(at .. '/file', 384) end)
  end },
  { 'which times reading moves', 'none', function(at)
    trees.write(at .. '/file', 'x')
    return moved(at .. '/file', function() trees.read(at .. '/file') end)
  end },
  { 'which times of a folder a new file moves', 'modified changed', function(at)
    return moved(at, function() trees.write(at .. '/new', '') end)
  end },
  { 'which times of a file a second name moves', 'changed', function(at)
    trees.write(at .. '/file', '')
    return moved(at .. '/file', function() system.link(at .. '/file', at .. '/other') end)
  end },
  { 'an inode keeps its number when its name is another', 'kept', function(at)
    trees.write(at .. '/file', '')
    local before = system.stat(at .. '/file')
    system.rename(at .. '/file', at .. '/new')
    local after = system.stat(at .. '/new')
    return before.ino == after.ino and before.device == after.device and 'kept'
  end },
  { 'extended attributes', 'user.colour blue', function(at)
    system.set_attribute(trees.write(at .. '/file', ''), 'user.colour', 'blue')
    local names = system.attribute_names(at .. '/file'):gsub('%z', ' ')
    return names .. system.attribute(at .. '/file', 'user.colour')
  end },
  { 'an extended attribute that is not there', 'ENODATA', function(at)
    system.attribute(trees.write(at .. '/file', ''), 'user.none')
  end },
  { 'access lists (ACL)', '0640', function(at)
    trees.write(at .. '/file', '')
    system.set_attribute(at .. '/file', 'system.posix_acl_access', access_list())
    return mode_of(at .. '/file')
  end },
  { 'attributes that chattr sets, as they are read', 'read', function(at)
    return system.file_flags(trees.opened(at .. '/file')) >= 0 and 'read'
  end },
}
