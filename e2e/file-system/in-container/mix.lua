-- A random mix of operations on one file, by two descriptors and a mapping of it at once, each compared with what is to be in it.
local bit, ffi = require 'bit', require 'ffi'
local kernel = require 'kernel'
local system = require 'system'
local flags = system.flags

local largest, most = 262144, 32768 -- of the file, and of one operation; bytes
local keep_size, punch, zero = 1, 2, 16

local mix = {}

-- What is to be in the file, and the file.
local function begin(folder)
  local state = { model = ffi.new('uint8_t[?]', largest), size = 0, folder = folder, name = 'one', log = {} }
  system.close(system.open(folder .. '/one', bit.bor(flags.CREAT, flags.EXCL, flags.RDWR)))
  return state
end

local function path_of(state) return state.folder .. '/' .. state.name end

local function open(state)
  state.fd, state.reader = system.open(path_of(state), flags.RDWR), system.open(path_of(state))
  state.memory = system.map(state.fd, largest)
end

local function close(state)
  system.close(state.fd)
  system.close(state.reader)
  system.unmap(state.memory, largest)
end

local function compare(state, found, at, size, what)
  if kernel.C.memcmp(found, state.model + at, size) == 0 then return end
  for index = 0, size - 1 do
    local is, expected = found[index], state.model[at + index]
    if is ~= expected then error(('%s: byte %d is %d and is to be %d'):format(what, at + index, is, expected), 0) end
  end
end

local found = ffi.new('uint8_t[?]', largest)
local function read(state, fd, at, size)
  local count = system.read_into(fd, found, size, at)
  local expected = math.max(math.min(size, state.size - at), 0)
  if count ~= expected then error(('read %d bytes at %d, %d are to be there'):format(count, at, expected), 0) end
  compare(state, found, at, count, 'read')
end

local function resize(state, size)
  if size < state.size then ffi.fill(state.model + size, state.size - size) end
  state.size = size
end

-- A place, and a size that does not lead out of the file as large as it may be, or as it is.
local function range(state, is_within)
  local limit = is_within and state.size or largest
  local at = math.random(0, limit - 1)
  return at, math.random(1, math.min(most, limit - at))
end

-- Random bytes into the model; where they are.
local function invent(state, at, size)
  local first, step = math.random(1, 255), math.random(1, 255)
  for index = 0, size - 1 do state.model[at + index] = (first + index * step) % 256 end
  if at + size > state.size then state.size = at + size end
  return state.model + at
end

local operations = {
  { 'write', 6, function(state)
    local at, size = range(state)
    return ('%d at %d'):format(size, at), function()
      if system.write_from(state.fd, invent(state, at, size), size, at) ~= size then error('a short write', 0) end
    end
  end },
  { 'append', 2, function(state)
    local size = math.min(math.random(1, 4096), largest - state.size)
    return size, function()
      if size == 0 then return end
      local at, fd = state.size, system.open(path_of(state), bit.bor(flags.WRONLY, flags.APPEND))
      if system.write_from(fd, invent(state, at, size), size, 0) ~= size then error('a short write', 0) end
      system.close(fd)
    end
  end },
  { 'read', 6, function(state)
    local at, size = range(state)
    local is_other = math.random() < 0.5
    return ('%d at %d'):format(size, at), function() read(state, is_other and state.reader or state.fd, at, size) end
  end },
  { 'read memory', 5, function(state)
    if state.size == 0 then return '', function() end end
    local at, size = range(state, true)
    return ('%d at %d'):format(size, at), function() compare(state, state.memory + at, at, size, 'memory') end
  end },
  { 'write memory', 5, function(state)
    if state.size == 0 then return '', function() end end
    local at, size = range(state, true)
    return ('%d at %d'):format(size, at), function() ffi.copy(state.memory + at, invent(state, at, size), size) end
  end },
  { 'truncate', 3, function(state)
    local size = math.random(0, largest)
    return size, function()
      resize(state, size)
      system.ftruncate(state.fd, size)
    end
  end },
  { 'punch', 2, function(state)
    local at, size = range(state)
    return ('%d at %d'):format(size, at), function()
      if at < state.size then ffi.fill(state.model + at, math.min(size, state.size - at)) end
      system.fallocate(state.fd, bit.bor(punch, keep_size), at, size)
    end
  end },
  { 'zero', 2, function(state)
    local at, size = range(state)
    return ('%d at %d'):format(size, at), function()
      ffi.fill(state.model + at, size)
      state.size = math.max(state.size, at + size)
      system.fallocate(state.fd, zero, at, size)
    end
  end },
  { 'allocate', 1, function(state)
    local at, size = range(state)
    return ('%d at %d'):format(size, at), function()
      state.size = math.max(state.size, at + size)
      system.fallocate(state.fd, 0, at, size)
    end
  end },
  { 'sync', 1, function(state)
    return '', function()
      system.sync_map(state.memory, largest)
      system.fsync(state.fd)
    end
  end },
  { 'rename', 1, function(state)
    local name = state.name == 'one' and 'two' or 'one'
    return name, function()
      system.rename(path_of(state), state.folder .. '/' .. name)
      state.name = name
    end
  end },
  { 'open again', 1, function(state)
    return '', function()
      close(state)
      open(state)
      read(state, state.fd, 0, largest)
    end
  end },
}

local function choose()
  local sum = 0
  for _, operation in ipairs(operations) do sum = sum + operation[2] end
  local at = math.random(1, sum)
  for _, operation in ipairs(operations) do
    at = at - operation[2]
    if at <= 0 then return operation end
  end
end

local function check_size(state)
  for _, size in ipairs { system.fstat(state.fd).size, system.fstat(state.reader).size, system.stat(path_of(state)).size } do
    if size ~= state.size then error(('its size is %d and is to be %d'):format(size, state.size), 0) end
  end
end

-- Adler's sum, which the host makes of what it sees of the file.
local function sum_of(state)
  local a, b = 1, 0
  for index = 0, state.size - 1 do
    a = (a + state.model[index]) % 65521
    b = (b + a) % 65521
  end
  return b * 65536 + a
end

-- So many operations in a folder, the same for the same seed; raises what was found, and the operations before it. The name of the
-- file, its size and its sum.
function mix.run(folder, seed, count)
  math.randomseed(seed)
  system.mkdir(folder)
  local state = begin(folder)
  open(state)
  for number = 1, count do
    local operation = choose()
    local words, run = operation[3](state)
    table.insert(state.log, ('%d %s %s (of %d)'):format(number, operation[1], words, state.size))
    local is_done, problem = pcall(function()
      run()
      check_size(state)
    end)
    if not is_done then
      local what = type(problem) == 'table' and problem.call .. ' fails with ' .. problem.errno or problem
      local before = table.concat(state.log, '; ', math.max(1, number - 12))
      error(('seed %d: %s; after %s'):format(seed, what, before), 0)
    end
  end
  read(state, state.reader, 0, largest)
  close(state)
  return { state.name, state.size, sum_of(state) }
end

return mix
