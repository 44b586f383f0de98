/** Options and command of a container that answers every datagram and every byte on its port 7 with the same. */
export const echoServer: readonly string[] = [
  // The bundled image knows neither UDP nor many connections at once; the guest's own interpreter does both.
  ...['/usr', '/lib', '/lib64'].flatMap((folder) => ['--volume', `${folder}:${folder}:ro`]),
  ...['slipway/busybox', '/usr/bin/lua5.4', '-e'],
  `
  local poll, socket, unistd = require 'posix.poll', require 'posix.sys.socket', require 'posix.unistd'
  local any = { family = socket.AF_INET, addr = '0.0.0.0', port = 7 }
  local datagrams = assert(socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 0))
  assert(socket.bind(datagrams, any))
  local listener = assert(socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0))
  assert(socket.setsockopt(listener, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1))
  assert(socket.bind(listener, any))
  assert(socket.listen(listener, 1024))
  local watched = { [datagrams] = { events = { IN = true } }, [listener] = { events = { IN = true } } }
  while true do
    poll.poll(watched, -1)
    local come = {}
    for descriptor, entry in pairs(watched) do
      local event = entry.revents
      if event and (event.IN or event.HUP or event.ERR) then come[#come + 1] = descriptor end
    end
    for _, descriptor in ipairs(come) do
      if descriptor == datagrams then
        local data, from = socket.recvfrom(datagrams, 65536)
        if data then socket.sendto(datagrams, data, from) end
      elseif descriptor == listener then
        local client = socket.accept(listener)
        if client then watched[client] = { events = { IN = true } } end
      else
        local data = socket.recv(descriptor, 65536)
        if data and data ~= '' then
          socket.send(descriptor, data)
        else
          unistd.close(descriptor)
          watched[descriptor] = nil
        end
      end
    end
  end`,
];
