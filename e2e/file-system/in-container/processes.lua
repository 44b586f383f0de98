-- Other processes and other users, for the checks.
local ffi = require 'ffi'
local kernel = require 'kernel'
local system = require 'system'
local verdicts = require 'verdicts'
local C = kernel.C

local processes = {}

-- Runs a function in a process of its own, and answers one that waits for its end and has its verdict, and where it failed; and the
-- number of that process.
function processes.start(run)
  local ends = ffi.new 'int[2]'
  if C.pipe2(ends, kernel.flags.CLOEXEC) ~= 0 then system.fail 'pipe2' end
  local pid = C.fork()
  if pid == 0 then
    local verdict, where = verdicts.of(run)
    local text = verdict .. '\0' .. (where or '')
    C.write(ends[1], text, #text)
    C._exit(0)
  end
  if pid < 0 then system.fail 'fork' end
  C.close(ends[1])
  local function wait()
    local text, part = '', system.read(ends[0])
    while part ~= '' do text, part = text .. part, system.read(ends[0]) end
    C.close(ends[0])
    local status = ffi.new 'int[1]'
    C.waitpid(pid, status, 0)
    local verdict, where = text:match '^(%Z*)%z(.*)$'
    if verdict then return verdict, where end
    return status[0] % 128 > 0 and 'signal ' .. status[0] % 128 or 'ended with ' .. status[0] / 256, ''
  end
  return wait, pid
end

-- The verdict of what another user does; `groups`: which else he is in.
function processes.as_user(user, groups, run)
  local wait = processes.start(function()
    local list = ffi.new('uid_t[?]', #groups + 1, groups)
    local is_him = C.setgroups(#groups, list) == 0 and C.setresgid(user, user, user) == 0 and C.setresuid(user, user, user) == 0
    if not is_him then error('cannot become user ' .. user) end
    return run()
  end)
  return (wait())
end

-- Becomes a program; raises when it cannot.
function processes.run(path, ...)
  local arguments = { path, ... }
  local list = ffi.new('const char *[?]', #arguments + 1)
  for number, argument in ipairs(arguments) do list[number - 1] = argument end
  C.execv(path, list)
  system.fail 'execv'
end

-- What a program prints, errors included, run by a user; or how it ended.
function processes.output(user, path, ...)
  local arguments = { ... }
  return processes.as_user(user, {}, function()
    local ends = ffi.new 'int[2]'
    C.pipe2(ends, 0)
    local wait = processes.start(function()
      C.dup2(ends[1], 1)
      C.dup2(ends[1], 2)
      C.close(ends[0])
      C.close(ends[1])
      processes.run(path, unpack(arguments))
    end)
    C.close(ends[1])
    local text = system.read(ends[0])
    local verdict = wait()
    return text ~= '' and text:gsub('%s+$', '') or verdict
  end)
end

return processes
