-- All checks, one after the other, each in a process and in a folder of its own. What they leave goes with the VM and its user's home,
-- which takes less time than to remove it here; where paths are too long for that, the check does.
local processes = require 'processes'
local system = require 'system'

local parts = { 'opening', 'naming', 'moving', 'folders', 'content', 'ranges', 'mapping', 'status', 'owning', 'locking', 'special' }

local suite = {}

-- What came of each check in a folder: { name, expected, verdict, where it failed }.
function suite.run(at)
  local results = {}
  for _, part in ipairs(parts) do
    for _, check in ipairs(require('checks.' .. part)) do
      local name, expected, run = unpack(check)
      local folder = ('%s/%d'):format(at, #results)
      system.mkdir(folder)
      local verdict, where = processes.start(function() return run(folder) end)()
      results[#results + 1] = { name, expected, verdict, where }
    end
  end
  return results
end

return suite
