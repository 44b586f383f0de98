-- Locks between processes; between containers they are looked at in between-containers.ts.
local processes = require 'processes'
local system = require 'system'
local trees = require 'trees'
local shared, exclusive, at_once, release = 1, 2, 4, 8 -- of flock
local shared_bytes, exclusive_bytes, no_bytes = 0, 1, 2 -- of fcntl

local function opened(path) return system.open(path, system.flags.RDWR) end
local function apart(run) return processes.start(run)() end

return {
  { 'flock: one alone has it exclusively', 'EAGAIN', function(at)
    system.flock(trees.opened(at .. '/file'), exclusive)
    return apart(function() system.flock(opened(at .. '/file'), exclusive + at_once) end)
  end },
  { 'flock: many share it', 'ok', function(at)
    system.flock(trees.opened(at .. '/file'), shared)
    return apart(function() system.flock(opened(at .. '/file'), shared + at_once) end)
  end },
  { 'flock: another opening of this process is another', 'EAGAIN', function(at)
    system.flock(trees.opened(at .. '/file'), exclusive)
    system.flock(opened(at .. '/file'), exclusive + at_once)
  end },
  { 'flock ends when its file is closed', 'ok', function(at)
    local fd = trees.opened(at .. '/file')
    system.flock(fd, exclusive)
    system.close(fd)
    return apart(function() system.flock(opened(at .. '/file'), exclusive + at_once) end)
  end },
  { 'flock: who waits for it gets it once it is free', 'then', function(at)
    local fd = trees.opened(at .. '/file')
    system.flock(fd, exclusive)
    local wait = processes.start(function()
      system.flock(opened(at .. '/file'), exclusive)
      return system.now(true)
    end)
    system.sleep(0.3)
    local freed = system.now(true)
    system.flock(fd, release)
    local verdict = wait()
    local got = tonumber(verdict)
    return not got and verdict or got >= freed and 'then' or 'before'
  end },
  { 'fcntl: bytes are locked, others are not', 'EAGAIN ok', function(at)
    system.lock(trees.opened(at .. '/file'), 'set', exclusive_bytes, 10, 10)
    local function try(start)
      return apart(function() system.lock(opened(at .. '/file'), 'set', exclusive_bytes, start, 5) end)
    end
    return try(15) .. ' ' .. try(20)
  end },
  { 'fcntl: who asks is told what is locked', 'exclusive', function(at)
    system.lock(trees.opened(at .. '/file'), 'set', exclusive_bytes, 0, 0)
    return apart(function()
      return system.lock(opened(at .. '/file'), 'test', shared_bytes, 5, 1) == exclusive_bytes and 'exclusive' or 'nothing'
    end)
  end },
  { 'fcntl: locks end when any descriptor of the file is closed', 'ok', function(at)
    local fd = trees.opened(at .. '/file')
    system.lock(fd, 'set', exclusive_bytes, 0, 0)
    system.close(opened(at .. '/file'))
    return apart(function() system.lock(opened(at .. '/file'), 'set', exclusive_bytes, 0, 0) end)
  end },
  { 'fcntl: two who wait for each other: one of them is told', 'EDEADLK', function(at)
    local fd = trees.opened(at .. '/file')
    system.lock(fd, 'set', exclusive_bytes, 0, 1)
    local wait = processes.start(function()
      local other = opened(at .. '/file')
      system.lock(other, 'set', exclusive_bytes, 1, 1)
      system.lock(other, 'wait', exclusive_bytes, 0, 1)
    end)
    while system.lock(fd, 'test', exclusive_bytes, 1, 1) == no_bytes do system.sleep(0.01) end
    local is_locked, problem = pcall(system.lock, fd, 'wait', exclusive_bytes, 1, 1)
    system.lock(fd, 'set', no_bytes, 0, 2)
    local verdict = wait()
    return is_locked and verdict or problem.errno
  end },
  { 'locks of an opened file (OFD): another opening of this process is another', 'EAGAIN', function(at)
    system.lock(trees.opened(at .. '/file'), 'set', exclusive_bytes, 0, 0, true)
    system.lock(opened(at .. '/file'), 'set', exclusive_bytes, 0, 0, true)
  end },
  { 'locks of an opened file (OFD) stay when another descriptor is closed', 'EAGAIN', function(at)
    system.lock(trees.opened(at .. '/file'), 'set', exclusive_bytes, 0, 0, true)
    system.close(opened(at .. '/file'))
    return apart(function() system.lock(opened(at .. '/file'), 'set', exclusive_bytes, 0, 0, true) end)
  end },
  { 'an exclusive lock of bytes of what is open for reading', 'EBADF', function(at)
    system.lock(system.open(trees.write(at .. '/file', '')), 'set', exclusive_bytes, 0, 0)
  end },
}
