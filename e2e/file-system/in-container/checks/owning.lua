-- Whose files are, and what others may do. What containers run is root here; others are made up.
local processes = require 'processes'
local system = require 'system'
local trees = require 'trees'
local flags = system.flags
local as_user = processes.as_user

-- A folder in which everybody may write.
local function open_folder(at, mode)
  system.mkdir(at .. '/open')
  system.chmod(at .. '/open', mode or 511)
  return at .. '/open'
end

local function file(at, mode)
  system.chmod(trees.write(at .. '/file', 'content'), mode)
  return at .. '/file'
end

local function read(path) return function() return trees.read(path) end end
local function write(path)
  return function() system.write(system.open(path, flags.WRONLY), 'x') end
end

-- By whom it is owned: the user, another, or as it was before.
local function owner(path, before)
  local found = system.lstat(path)
  local is_same = before and found.uid == before.uid and found.gid == before.gid
  return is_same and 'nothing has changed' or found.uid .. ':' .. found.gid
end

return {
  { 'chown to another user and group', '33:34', function(at)
    local path = file(at, 420)
    local before = system.lstat(path)
    system.lchown(path, 33, 34)
    return owner(path, before)
  end },
  { 'chown of a symbolic link itself', '33:34', function(at)
    system.symlink('none', at .. '/link')
    local before = system.lstat(at .. '/link')
    system.lchown(at .. '/link', 33, 34)
    return owner(at .. '/link', before)
  end },
  { 'chown takes set-user-ID and set-group-ID away', '0755', function(at)
    local path = file(at, 3565) -- 06755
    system.lchown(path, 33, 34)
    return ('%04o'):format(system.stat(path).mode)
  end },
  { 'chown by a user who is not root', 'EPERM', function(at)
    local path = file(at, 438)
    return as_user(33, {}, function() system.lchown(path, 33, 33) end)
  end },
  { 'a file that another user makes is his', 'his', function(at)
    local folder = open_folder(at)
    local verdict = as_user(33, {}, function() trees.write(folder .. '/file', '') end)
    return verdict ~= 'ok' and verdict or system.stat(folder .. '/file').uid == 33 and 'his' or 'the owner’s of the share'
  end },
  { 'another user writes on in a file that he has made and closed', 'ok', function(at)
    local folder = open_folder(at)
    return as_user(33, {}, function()
      trees.write(folder .. '/file', '')
      write(folder .. '/file')()
    end)
  end },
  { 'the owner of the folder (`--user "$(id -u):$(id -g)"`) does all this with what he has made', '0755 gone', function(at)
    local mine = system.stat(at)
    return as_user(mine.uid, { mine.gid }, function()
      system.mkdir(at .. '/own')
      trees.write(at .. '/own/file', '')
      write(at .. '/own/file')()
      system.chmod(at .. '/own/file', 493)
      local mode = ('%04o'):format(system.stat(at .. '/own/file').mode)
      system.unlink(at .. '/own/file')
      return mode .. ' ' .. (#trees.names(at .. '/own') == 0 and 'gone' or 'still there')
    end)
  end },
  { 'another user makes a folder and a file in it', 'ok', function(at)
    local folder = open_folder(at)
    return as_user(33, {}, function()
      system.mkdir(folder .. '/own')
      trees.write(folder .. '/own/file', '')
    end)
  end },
  { 'another user changes the mode of a file that he has made', 'ok', function(at)
    local folder = open_folder(at)
    return as_user(33, {}, function() system.chmod(trees.write(folder .. '/file', ''), 511) end)
  end },
  { 'another user removes his file from a folder like /tmp (sticky)', 'ok', function(at)
    local folder = open_folder(at, 1023)
    return as_user(33, {}, function() system.unlink(trees.write(folder .. '/file', '')) end)
  end },
  { 'another user removes a file that is not his from a folder like /tmp (sticky)', 'EPERM', function(at)
    local path = trees.write(open_folder(at, 1023) .. '/file', '')
    return as_user(33, {}, function() system.unlink(path) end)
  end },
  { 'a file in a folder with set-group-ID belongs to the folder’s group', 'the folder’s', function(at)
    local folder = open_folder(at)
    system.lchown(folder, 0, 34)
    system.chmod(folder, 1535) -- 02777
    return system.stat(trees.write(folder .. '/file', '')).gid == 34 and 'the folder’s' or 'the owner’s of the share'
  end },
  { 'another user reads what all may read', 'content', function(at) return as_user(33, {}, read(file(at, 420))) end },
  { 'another user reads what the owner alone may read', 'EACCES', function(at) return as_user(33, {}, read(file(at, 384))) end },
  { 'another user writes what all may read', 'EACCES', function(at) return as_user(33, {}, write(file(at, 420))) end },
  { 'another user writes what all may write', 'ok', function(at) return as_user(33, {}, write(file(at, 438))) end },
  { 'another user of the same group reads what the group may read', 'content', function(at)
    local path = file(at, 416)
    return as_user(33, { system.stat(path).gid }, read(path))
  end },
  { 'another user of another group reads what the group may read', 'EACCES', function(at)
    return as_user(33, { 34 }, read(file(at, 416)))
  end },
  { 'another user in a folder that he may not enter', 'EACCES', function(at)
    local path = trees.write(open_folder(at) .. '/file', '')
    system.chmod(at .. '/open', 502) -- 0766
    return as_user(33, {}, read(path))
  end },
  { 'another user lists a folder that he may enter alone', 'EACCES', function(at)
    local folder = open_folder(at, 497) -- 0761
    return as_user(33, {}, function() return #trees.names(folder) end)
  end },
  { 'another user makes a file in a folder of which all may read', 'EACCES', function(at)
    return as_user(33, {}, function() trees.write(at .. '/new', '') end)
  end },
  { 'another user sets times of a file that all may write', 'EPERM', function(at)
    local path = file(at, 438)
    return as_user(33, {}, function() system.set_times(path, { 5, 0 }, { 5, 0 }) end)
  end },
  { 'another user asks whether he may write (faccessat)', 'EACCES', function(at)
    local path = file(at, 420)
    return as_user(33, {}, function() system.access(path, 2) end)
  end },
  { 'a write by another user takes set-user-ID away', '0777', function(at)
    local path = file(at, 2559) -- 04777
    local verdict = as_user(33, {}, write(path))
    return verdict == 'ok' and ('%04o'):format(system.stat(path).mode) or verdict
  end },
}
