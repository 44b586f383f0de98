-- Handles of files in watched folders that nobody watches themselves, so that their folder's watchers can be told by name when one of
-- them goes: what has no name any more is found by nothing else. Only as good as it is cheap: what is not known here is told without.
local kernel = require 'kernel'

-- Names that are known at most, and of them those that were read from a folder that began to be watched: of each so many.
local MOST, READ, READ_OF_ONE = 8192, 4096, 128

local handles, count, read = {}, 0, 0

local names = {}

-- `fd` has what is at this path.
function names.remember(path, fd)
  local kind, handle = kernel.handle_of(fd)
  if not kind then return end
  if not handles[path] then
    -- All at once is coarse, and bounded.
    if count >= MOST then handles, count, read = {}, 0, READ end
    count = count + 1
  end
  handles[path] = { kind, handle }
end

function names.forget(path)
  if handles[path] then handles[path], count = nil, count - 1 end
end

-- What was at this path when it was last known, opened on the mount of `mount`.
function names.open(path, mount)
  local known = handles[path]
  return known and kernel.open_handle(mount, known[1], known[2])
end

-- Gets to know what is in a folder, if that is not too much.
function names.read(folder)
  if read >= READ then return end
  local all = kernel.names(folder)
  if #all > READ_OF_ONE then return end
  read = read + #all
  for _, name in ipairs(all) do
    local path = folder .. '/' .. name
    local fd = name ~= '.' and name ~= '..' and kernel.open(path, kernel.PATH + kernel.NOFOLLOW)
    if fd then
      names.remember(path, fd)
      kernel.close(fd)
    end
  end
end

return names
