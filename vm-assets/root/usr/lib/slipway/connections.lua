-- connections.lua remember FILE: writes down every TCP connection that leaves by eth0, in every network namespace.
-- connections.lua drop FILE: ends those of them that still are there. Whoever waits at one gets an error at once.
--
-- The other ends of these connections are in QEMU's user-mode network, and gone once QEMU has ended. One that sends is
-- told so; one that waits for an answer would wait for ever. Written down before the memory is saved, each by the kernel's
-- cookie, so that nothing that was begun after the wake is ended by mistake.
--
-- Used by this script itself, inside a namespace: list ROUTES, and destroy CONNECTION...
local dirent = require 'posix.dirent'
local socket = require 'posix.sys.socket'
local unistd = require 'posix.unistd'

-- Of linux/netlink.h, sock_diag.h, inet_diag.h and tcp_states.h.
local NETLINK_SOCK_DIAG, IPPROTO_TCP = 4, 6
local SOCK_DIAG_BY_FAMILY, SOCK_DESTROY = 20, 21
local NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
local NLMSG_ERROR, NLMSG_DONE = 2, 3
local ENOENT = 2
local STATES = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 8 -- established, both waits for an end, and the one of the other side
local SOCKET_ID_BYTES = 48

-- QEMU's own addresses: wherever else the network of eth0 reaches, it is containers with a device of their own on it.
local BEYOND = { [0x0a000202] = true, [0x0a000203] = true }

local script = arg[0]

local function open()
  return assert(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG))
end

local function ask(netlink, kind, flags, family, states, id)
  local request = string.pack('<I1I1I1I1I4', family, IPPROTO_TCP, 0, 0, states) .. id
  local header = string.pack('<I4I2I2I4I4', 16 + #request, kind, flags | NLM_F_REQUEST, 1, 0)
  assert(socket.send(netlink, header .. request))
end

-- Calls hear(type, body) for each message of an answer until it says that it has heard enough.
local function answer(netlink, hear)
  while true do
    local data = assert(socket.recv(netlink, 65536))
    local at = 1
    while at + 15 <= #data do
      local length, kind = string.unpack('<I4I2', data, at)
      if hear(kind, data:sub(at + 16, at + length - 1)) then return end
      at = at + (length + 3 & ~3)
    end
  end
end

-- The IPv4 address at the other end; nil when it is another kind of address.
local function peer(family, id)
  local address = id:sub(21, 36)
  if family == socket.AF_INET then return (string.unpack('>I4', address)) end
  if address:sub(1, 12) == ('\0'):rep(10) .. '\255\255' then return (string.unpack('>I4', address, 13)) end
end

local function swap(hex) return (string.unpack('>I4', string.pack('<I4', tonumber(hex, 16)))) end

-- The namespace's routes as text, one word each: destination, mask, and whether it leads to eth0, a gateway, or neither.
local function routes()
  local found = {}
  for line in io.lines '/proc/net/route' do
    local device, destination, gateway, mask = line:match '^(%S+)%s+(%x+)%s+(%x+)%s+%x+%s+%S+%s+%S+%s+%S+%s+(%x+)'
    if device then
      local kind = device == 'eth0' and 'eth0' or gateway ~= '00000000' and 'gateway' or 'local'
      found[#found + 1] = ('%x/%x/%s'):format(swap(destination), swap(mask), kind)
    end
  end
  return table.concat(found, ' ')
end

-- Where an address is reached by: the kind of the narrowest route.
local function way(text, address)
  local kind, narrowest
  for destination, mask, found in text:gmatch '(%x+)/(%x+)/(%w+)' do
    destination, mask = tonumber(destination, 16), tonumber(mask, 16)
    if address & mask == destination and (not narrowest or mask > narrowest) then
      kind, narrowest = found, mask
    end
  end
  return kind
end

local function is_local(address, own, outer)
  if BEYOND[address] then return false end
  if address >> 24 == 127 or address >> 8 == 0x0a0002 then return true end
  -- The device of a container is called eth0 too: what it reaches without a gateway is a bridge's network.
  if own ~= outer then
    for destination, mask in own:gmatch '(%x+)/(%x+)/' do
      mask = tonumber(mask, 16)
      if mask ~= 0 and address & mask == tonumber(destination, 16) then return true end
    end
  end
  return way(outer, address) ~= 'eth0'
end

local function list(outer)
  local own = routes()
  for _, family in ipairs { socket.AF_INET, socket.AF_INET6 } do
    local netlink = open()
    ask(netlink, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, family, STATES, ('\0'):rep(SOCKET_ID_BYTES))
    answer(netlink, function(kind, body)
      if kind == NLMSG_DONE or kind == NLMSG_ERROR then return true end
      local id = body:sub(5, 4 + SOCKET_ID_BYTES)
      local address = peer(family, id)
      if address and not is_local(address, own, outer) then
        print(family .. ':' .. id:gsub('.', function(byte) return ('%02x'):format(byte:byte()) end))
      end
    end)
    unistd.close(netlink)
  end
end

local function destroy(first)
  local netlink = open()
  for at = first, #arg do
    local family, hex = arg[at]:match '^(%d+):(%x+)$'
    local id = hex:gsub('..', function(digits) return string.char(tonumber(digits, 16)) end)
    ask(netlink, SOCK_DESTROY, NLM_F_ACK, tonumber(family), STATES, id)
    answer(netlink, function(kind, body)
      local code = kind == NLMSG_ERROR and -string.unpack('<i4', body) or 0
      -- What has ended by itself meanwhile need not be ended.
      if code ~= 0 and code ~= ENOENT then io.stderr:write('a connection stays: error ', code, '\n') end
      return true
    end)
  end
end

-- Each network namespace that somebody lives in: its number to a process of it.
local function namespaces()
  local found = {}
  for name in dirent.files '/proc' do
    local namespace = name:match '^%d+$' and unistd.readlink('/proc/' .. name .. '/ns/net')
    local number = namespace and namespace:match '%d+'
    if number and not found[number] then found[number] = name end
  end
  return found
end

-- Whether anybody there has a connection that leaves the namespace. Quick, which matters with a hundred containers.
local function has_connections(process)
  for _, name in ipairs { 'tcp', 'tcp6' } do
    local file = io.open('/proc/' .. process .. '/net/' .. name)
    for line in file and file:lines() or function() end do
      local address, state = line:match '^%s*%d+: %x+:%x+ (%x+):%x+ (%x%x) '
      if state and STATES >> tonumber(state, 16) & 1 == 1 and not address:match '7F$' then
        file:close()
        return true
      end
    end
    if file then file:close() end
  end
end

local function inside(process, words)
  return ('nsenter --net=/proc/%s/ns/net lua5.4 %s %s'):format(process, script, words)
end

local function remember(path)
  local outer = routes()
  local file = assert(io.open(path, 'w'))
  for number, process in pairs(namespaces()) do
    if has_connections(process) then
      local output = assert(io.popen(inside(process, ("list '%s'"):format(outer))))
      for connection in output:lines() do file:write(number, ' ', connection, '\n') end
      output:close()
    end
  end
  file:close()
end

local function drop(path)
  local file = io.open(path)
  if not file then return end
  local known = {}
  for line in file:lines() do
    local number, connection = line:match '^(%d+) (%S+)$'
    if number then
      known[number] = known[number] or {}
      table.insert(known[number], connection)
    end
  end
  file:close()
  os.remove(path)
  if not next(known) then return end
  local processes = namespaces()
  for number, connections in pairs(known) do
    -- In parts: a command line holds 128 KiB.
    for first = 1, processes[number] and #connections or 0, 500 do
      local part = table.concat(connections, ' ', first, math.min(first + 499, #connections))
      os.execute(inside(processes[number], 'destroy ' .. part))
    end
  end
end

local verbs = {
  remember = function() remember(arg[2]) end,
  drop = function() drop(arg[2]) end,
  list = function() list(arg[2]) end,
  destroy = function() destroy(2) end,
}
assert(verbs[arg[1]], 'remember, drop, list or destroy')()
