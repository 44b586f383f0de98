-- Names, paths and symbolic links.
local system = require 'system'
local trees = require 'trees'

local odd = {
  { 'a line break', 'a\nb' }, { 'quotes', [[a'b"c`d]] }, { 'a backslash', [[a\b\n]] }, { 'bytes that are no UTF-8', 'a\255\254b\195' },
  { 'dots and spaces at its end', 'a. .' }, { 'a space alone', ' ' }, { 'a dash at its beginning', '-rf' },
  { 'control characters', '\1\27[31m\127' }, { 'what no Windows takes', 'con:<>|?*' }, { 'emoji', '🐳👩‍🚀' },
  { 'three dots', '...' },
}

local function kept(at, name)
  trees.write(at .. '/' .. name, name)
  local names = trees.names(at)
  return #names == 1 and names[1] == name and trees.read(at .. '/' .. name) == name and 'kept' or 'another: ' .. tostring(names[1])
end

-- Folders below a folder, as deep as makes paths to files of just that length; it stands in the last one.
local function go_deep(at, length)
  local path, fd = at, system.open(at)
  local function enter(size)
    local name = ('d'):rep(size)
    system.mkdir_at(fd, name)
    local inner = system.open_at(fd, name)
    system.close(fd)
    fd, path = inner, path .. '/' .. name
  end
  while length - #path > 256 do enter(200) end
  system.close(fd)
  return path .. '/' .. ('f'):rep(length - #path - 1)
end

local function loop(at, count)
  trees.write(at .. '/file', 'content')
  local target = 'file'
  for number = 1, count do
    system.symlink(target, at .. '/' .. number)
    target = tostring(number)
  end
  return trees.read(at .. '/' .. target)
end

local checks = {
  { 'a name of 255 bytes', 'kept', function(at) return kept(at, ('n'):rep(255)) end },
  { 'a name of 255 bytes in letters of four', 'kept', function(at) return kept(at, ('🐳'):rep(63) .. 'abc') end },
  { 'a name of 256 bytes', 'ENAMETOOLONG', function(at) trees.write(at .. '/' .. ('n'):rep(256), '') end },
  { 'a path of 4,095 bytes', 'content', function(at)
    local path = go_deep(at, 4095)
    trees.write(path, 'content')
    local text = trees.read(path)
    trees.remove(at)
    return #path == 4095 and text
  end },
  { 'a path of 4,096 bytes', 'ENAMETOOLONG', function(at)
    local path = go_deep(at, 4096)
    local is_made, problem = pcall(trees.write, path, '')
    trees.remove(at)
    return is_made and 'made' or problem.errno
  end },
  { 'a relative path in a folder whose own is longer than 4,096 bytes', 'content', function(at)
    local name = ('d'):rep(250)
    system.chdir(at)
    for _ = 1, 18 do
      system.mkdir(name)
      system.chdir(name)
    end
    trees.write('file', 'content')
    local text = trees.read 'file'
    trees.remove(at)
    return text
  end },
  { 'names that differ in case alone', 'a A', function(at)
    for _, name in ipairs { 'a', 'A' } do trees.write(at .. '/' .. name, name) end
    return trees.read(at .. '/a') .. ' ' .. trees.read(at .. '/A')
  end },
  { 'names that look the same in Unicode', '2', function(at)
    for _, name in ipairs { '\195\188', 'u\204\136' } do trees.write(at .. '/' .. name, '') end
    return #trees.names(at)
  end },
  { 'a symbolic link keeps its text, whatever it is', 'kept', function(at)
    local text = 'no such/../\255\n' .. ('t'):rep(4000)
    system.symlink(text, at .. '/link')
    local found = system.lstat(at .. '/link')
    return found.kind == 'link' and found.size == #text and system.readlink(at .. '/link') == text and 'kept'
  end },
  { 'a symbolic link of 4,096 bytes', 'ENAMETOOLONG', function(at) system.symlink(('t'):rep(4096), at .. '/link') end },
  { 'a symbolic link to an empty path', 'ENOENT', function(at) system.symlink('', at .. '/link') end },
  { 'a symbolic link where there is something', 'EEXIST', function(at) system.symlink('x', trees.write(at .. '/file', '')) end },
  { 'readlink of a file', 'EINVAL', function(at) system.readlink(trees.write(at .. '/file', '')) end },
  { '40 symbolic links one after the other', 'content', function(at) return loop(at, 40) end },
  { '41 symbolic links one after the other', 'ELOOP', function(at) return loop(at, 41) end },
  { 'a symbolic link to itself', 'ELOOP', function(at)
    system.symlink('link', at .. '/link')
    system.stat(at .. '/link')
  end },
  { 'a symbolic link to a folder, in the middle of a path', 'content', function(at)
    system.mkdir(at .. '/folder')
    trees.write(at .. '/folder/file', 'content')
    system.symlink('folder/.', at .. '/link')
    return trees.read(at .. '/link/../link/file')
  end },
}

for _, one in ipairs(odd) do
  table.insert(checks, 4, { 'a name with ' .. one[1], 'kept', function(at) return kept(at, one[2]) end })
end

return checks
