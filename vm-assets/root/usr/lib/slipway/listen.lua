-- listen.lua PORT PROGRAM ARGUMENT...: makes a listening TCP socket, puts it on descriptor 3, becomes PROGRAM.
local socket = require 'posix.sys.socket'
local unistd = require 'posix.unistd'

local listener = assert(socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0))
assert(socket.setsockopt(listener, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1))
-- All addresses: the filter decides who is answered, and eth0 may not have its address yet.
assert(socket.bind(listener, { family = socket.AF_INET, addr = '0.0.0.0', port = tonumber(arg[1]) }))
assert(socket.listen(listener, 128))
if listener ~= 3 then
  assert(unistd.dup2(listener, 3))
  unistd.close(listener)
end
assert(unistd.execp(arg[2], table.move(arg, 3, #arg, 1, {})))
