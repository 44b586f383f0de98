-- Programs, pipes, sockets, devices.
local bit = require 'bit'
local processes = require 'processes'
local system = require 'system'
local trees = require 'trees'
local flags = system.flags
local pipe, device, character = 0x1000, 0x103, 0x2000 -- S_IFIFO; 1:3, which is null; S_IFCHR

local function program(at, mode)
  local path = trees.write(at .. '/busybox', trees.read '/bin/busybox')
  system.chmod(path, mode or 493)
  return path
end

return {
  { 'run a program', 'content', function(at) return processes.output(0, program(at), 'echo', 'content') end },
  { 'run a script', 'content', function(at)
    local path = trees.write(at .. '/script', '#!/bin/sh\necho content\n')
    system.chmod(path, 493)
    return processes.output(0, path, '')
  end },
  { 'run what may not be run', 'EACCES', function(at) return processes.output(0, program(at, 420), 'true') end },
  { 'run a program with the rights of its owner (set-user-ID)', 'as its owner', function(at)
    local said = processes.output(33, program(at, 2541), 'su', 'nobody-of-this-name') -- 04755
    return said:find 'unknown user' and 'as its owner' or said:find 'must be suid' and 'as who runs it' or said
  end },
  { 'write what a program runs', 'ETXTBSY', function(at)
    local path = program(at)
    local wait, pid = processes.start(function() processes.run(path, 'sleep', '60') end)
    local deadline = system.now(true) + 20
    while system.readlink('/proc/' .. pid .. '/exe') ~= path and system.now(true) < deadline do system.sleep(0.01) end
    local is_written, problem = pcall(system.open, path, flags.WRONLY)
    system.kill(pid, 9)
    wait()
    return is_written and 'written' or problem.errno
  end },
  { 'run what is open for writing', 'ETXTBSY', function(at)
    local path = program(at)
    system.open(path, flags.WRONLY)
    return processes.output(0, path, 'true')
  end },
  { 'a named pipe carries bytes from one process to another', 'pipe carried', function(at)
    system.mknod(at .. '/pipe', pipe + 420)
    local wait = processes.start(function() system.write(system.open(at .. '/pipe', flags.WRONLY), 'carried') end)
    local text = system.read(system.open(at .. '/pipe'))
    wait()
    return system.lstat(at .. '/pipe').kind .. ' ' .. text
  end },
  { 'open a named pipe for writing that nobody reads, without waiting', 'ENXIO', function(at)
    system.mknod(at .. '/pipe', pipe + 420)
    system.open(at .. '/pipe', bit.bor(flags.WRONLY, flags.NONBLOCK))
  end },
  { 'a socket is listened at and connected to', 'socket carried', function(at)
    local listener = system.listen(at .. '/socket')
    local wait = processes.start(function() system.write(system.connect(at .. '/socket'), 'carried') end)
    local text = system.read(system.accept(listener))
    wait()
    return system.lstat(at .. '/socket').kind .. ' ' .. text
  end },
  { 'connect to a socket at which nobody listens any more', 'ECONNREFUSED', function(at)
    system.close(system.listen(at .. '/socket'))
    system.connect(at .. '/socket')
  end },
  { 'listen where there is a file', 'EADDRINUSE', function(at) system.listen(trees.write(at .. '/file', '')) end },
  { 'make a device node', 'device', function(at)
    system.mknod(at .. '/device', character + 438, device)
    return system.lstat(at .. '/device').kind
  end },
}
