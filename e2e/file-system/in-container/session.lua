-- Does what it is asked for: each line of its input is a piece of Lua, whose answer is a line of JSON: [true, value] or
-- [false, why]. `held` is for what a later line goes on with.
package.path = arg[0]:match '^.*/' .. '?.lua'
system, trees, processes, suite, mix = require 'system', require 'trees', require 'processes', require 'suite', require 'mix'
verdict = require('verdicts').of
held = {}

local function encode(value)
  if type(value) == 'table' then
    local parts = {}
    for number, part in ipairs(value) do parts[number] = encode(part) end
    return '[' .. table.concat(parts, ',') .. ']'
  end
  if type(value) == 'number' then return ('%.14g'):format(value) end
  if type(value) ~= 'string' then return value == nil and 'null' or tostring(value) end
  return '"' .. value:gsub('[%c"\\]', function(byte) return ('\\u%04x'):format(byte:byte()) end) .. '"'
end

local function answer(line)
  local run, problem = loadstring(line)
  if not run then return false, problem end
  local is_done, value = pcall(run)
  if not is_done and type(value) == 'table' then value = value.call .. ': ' .. value.errno end
  return is_done, value
end

for line in io.lines() do
  local is_done, value = answer(line)
  io.write(('[%s,%s]\n'):format(tostring(is_done), encode(value)))
  io.flush()
end
