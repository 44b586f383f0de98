-- Renaming, removing, second names.
local system = require 'system'
local trees = require 'trees'
local only_new, exchange = 1, 2

local function pair(at)
  trees.write(at .. '/one', '1')
  trees.write(at .. '/two', '2')
  return at .. '/one', at .. '/two'
end

local function folders(at, ...)
  for _, name in ipairs { ... } do system.mkdir(at .. '/' .. name) end
  return at .. '/'
end

local function is_gone(path)
  return not pcall(system.lstat, path)
end

return {
  { 'rename over an open file: who has it open reads on', '2 1', function(at)
    local one, two = pair(at)
    local fd = system.open(two)
    system.rename(one, two)
    return system.read(fd) .. ' ' .. trees.read(two)
  end },
  { 'rename an open file: who has it open writes on', '1 more', function(at)
    local fd = trees.opened(at .. '/file', '1 ')
    system.rename(at .. '/file', at .. '/new')
    system.write(fd, 'more')
    return trees.read(at .. '/new')
  end },
  { 'rename what is not there', 'ENOENT', function(at) system.rename(at .. '/none', at .. '/new') end },
  { 'rename a file over a folder', 'EISDIR', function(at)
    folders(at, 'folder')
    system.rename(trees.write(at .. '/file', ''), at .. '/folder')
  end },
  { 'rename a folder over a file', 'ENOTDIR', function(at)
    system.rename(folders(at, 'folder') .. 'folder', trees.write(at .. '/file', ''))
  end },
  { 'rename a folder over an empty one', 'ok', function(at)
    local top = folders(at, 'one', 'one/in', 'two')
    system.rename(top .. 'one', top .. 'two')
    system.stat(top .. 'two/in')
  end },
  { 'rename a folder over one that is not empty', 'ENOTEMPTY', function(at)
    local top = folders(at, 'one', 'two', 'two/in')
    system.rename(top .. 'one', top .. 'two')
  end },
  { 'rename a folder into itself', 'EINVAL', function(at)
    system.rename(folders(at, 'one', 'one/in') .. 'one', at .. '/one/in/one')
  end },
  { 'rename a folder in which somebody stands and has files open', 'content', function(at)
    system.chdir(folders(at, 'one') .. 'one')
    local fd = trees.opened('file', 'con')
    system.rename(at .. '/one', at .. '/two')
    system.write(fd, 'tent')
    local text = trees.read 'file'
    return text == trees.read(at .. '/two/file') and text
  end },
  { 'rename a file to its own second name: both stay', '2', function(at)
    system.link(trees.write(at .. '/one', ''), at .. '/two')
    system.rename(at .. '/one', at .. '/two')
    return #trees.names(at)
  end },
  { 'rename to another file system', 'EXDEV', function(at) system.rename(trees.write(at .. '/file', ''), '/dev/shm/file') end },
  { 'rename of a name a hundred times while it is looked up: it is always there', 'ok', function(at)
    local processes = require 'processes'
    trees.write(at .. '/file', 'old')
    local wait = processes.start(function()
      for _ = 1, 100 do system.rename(trees.write(at .. '/next', 'new'), at .. '/file') end
    end)
    for _ = 1, 200 do
      local text = trees.read(at .. '/file')
      if text ~= 'old' and text ~= 'new' then return 'neither: ' .. text end
    end
    return wait()
  end },
  { 'renameat2 with RENAME_NOREPLACE', 'EEXIST', function(at) system.rename_with(only_new, pair(at)) end },
  { 'renameat2 with RENAME_EXCHANGE', '2 1', function(at)
    local one, two = pair(at)
    system.rename_with(exchange, one, two)
    return trees.read(one) .. ' ' .. trees.read(two)
  end },
  { 'renameat2 with RENAME_EXCHANGE of a file and a folder', 'folder file', function(at)
    system.rename_with(exchange, trees.write(at .. '/one', ''), folders(at, 'two') .. 'two')
    return system.stat(at .. '/one').kind .. ' ' .. system.stat(at .. '/two').kind
  end },
  { 'unlink an open file: it has no name and is read and written on', 'content 0', function(at)
    local fd = trees.opened(at .. '/file', 'con')
    system.unlink(at .. '/file')
    system.write(fd, 'tent')
    return is_gone(at .. '/file') and system.pread(fd, 99, 0) .. ' ' .. system.fstat(fd).links
  end },
  { 'a new file with the name of one that was unlinked while open', 'old new', function(at)
    local fd = trees.opened(at .. '/file', 'old')
    system.unlink(at .. '/file')
    trees.write(at .. '/file', 'new')
    return system.pread(fd, 99, 0) .. ' ' .. trees.read(at .. '/file')
  end },
  { 'a new name for an open file that was unlinked', 'ENOENT', function(at)
    local fd = trees.opened(at .. '/file', '')
    system.unlink(at .. '/file')
    system.link_descriptor(fd, at .. '/new')
  end },
  { 'unlink a folder', 'EISDIR', function(at) system.unlink(at) end },
  { 'unlink what is not there', 'ENOENT', function(at) system.unlink(at .. '/none') end },
  { 'rmdir of a folder that is not empty', 'ENOTEMPTY', function(at) system.rmdir(folders(at, 'one', 'one/in') .. 'one') end },
  { 'rmdir of a file', 'ENOTDIR', function(at) system.rmdir(trees.write(at .. '/file', '')) end },
  { 'rmdir of .', 'EINVAL', function(at) system.rmdir(at .. '/.') end },
  { 'rmdir of a folder that is open: nothing can be made in it', 'ENOENT', function(at)
    local fd = system.open(folders(at, 'one') .. 'one')
    system.rmdir(at .. '/one')
    system.mkdir_at(fd, 'in')
  end },
  { 'mkdir where there is something', 'EEXIST', function(at) system.mkdir(trees.write(at .. '/file', '')) end },
  { 'a folder counts the folders in it', '2 4 3', function(at)
    local top = folders(at, 'one')
    local empty = system.stat(top .. 'one').links
    folders(top .. 'one', 'a', 'b')
    local two = system.stat(top .. 'one').links
    system.rmdir(top .. 'one/a')
    return ('%d %d %d'):format(empty, two, system.stat(top .. 'one').links)
  end },
  { 'a hard link: one file, two names, which it counts', 'same 2 1', function(at)
    system.link(trees.write(at .. '/one', ''), at .. '/two')
    local one, two = system.stat(at .. '/one'), system.stat(at .. '/two')
    system.unlink(at .. '/one')
    return (one.ino == two.ino and 'same ' or 'others ') .. two.links .. ' ' .. system.stat(at .. '/two').links
  end },
  { 'a hard link to a folder', 'EPERM', function(at) system.link(folders(at, 'one') .. 'one', at .. '/two') end },
  { 'a hard link where there is something', 'EEXIST', function(at) system.link(pair(at)) end },
  { 'a hard link to another file system', 'EXDEV', function(at) system.link(trees.write(at .. '/file', ''), '/dev/shm/file') end },
  { 'a hard link to a symbolic link is one to the link', 'link 2', function(at)
    system.symlink('none', at .. '/one')
    system.link(at .. '/one', at .. '/two')
    local found = system.lstat(at .. '/two')
    return found.kind .. ' ' .. found.links
  end },
}
