-- ping.lua SECONDS: ends with 0 as soon as the engine answers /_ping on its unix socket, with 1 when the time is up.
local socket = require 'posix.sys.socket'
local unistd = require 'posix.unistd'
local time = require 'posix.time'

local function seconds() return time.clock_gettime(time.CLOCK_MONOTONIC).tv_sec end

local function ping()
  local connection = assert(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0))
  local answer
  if socket.connect(connection, { family = socket.AF_UNIX, path = '/run/docker.sock' }) then
    socket.setsockopt(connection, socket.SOL_SOCKET, socket.SO_RCVTIMEO, 10, 0)
    socket.send(connection, 'GET /_ping HTTP/1.0\r\n\r\n')
    answer = socket.recv(connection, 64) -- waits: dockerd listens before it is ready
  end
  unistd.close(connection)
  return answer and answer:match '^HTTP/1%.[01] 200' ~= nil
end

local deadline = seconds() + tonumber(arg[1])
repeat
  if ping() then os.exit(0) end
  time.nanosleep { tv_sec = 0, tv_nsec = 100000000 }
until seconds() > deadline
os.exit(1)
