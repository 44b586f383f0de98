/**
 * Options and command of a container with a web server on port 3000, which it exposes and does not publish. `/socket` becomes a
 * connection that answers every byte with the same, `/events` are five events and half a second between each, `/upload` says
 * how many bytes came; any other path is answered with the head of the request.
 */
export function webServer(port = 3_000): readonly string[] {
  return [
    // It ends when it is told to, with a first process before it that passes that on.
    ...['--init', '--expose', String(port)],
    // The bundled image has no such program; the guest's own interpreter does.
    ...['/usr', '/lib', '/lib64'].flatMap((folder) => ['--volume', `${folder}:${folder}:ro`]),
    ...['slipway/busybox', '/usr/bin/lua5.4', '-e'],
    `
    local socket, unistd = require 'posix.sys.socket', require 'posix.unistd'
    local wait = require 'posix.sys.wait'
    local listener = assert(socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0))
    assert(socket.setsockopt(listener, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1))
    assert(socket.bind(listener, { family = socket.AF_INET, addr = '0.0.0.0', port = ${port} }))
    assert(socket.listen(listener, 1024))
    local function send(client, text)
      while text ~= '' do
        local sent = socket.send(client, text)
        if not sent then return end
        text = text:sub(sent + 1)
      end
    end
    local function serve(client)
      local said = ''
      while not said:find '\\r\\n\\r\\n' do
        local data = socket.recv(client, 65536)
        if not data or data == '' then return end
        said = said .. data
      end
      local head, body = said:match '^(.-\\r\\n)\\r\\n(.*)$'
      local path = head:match '^%u+ (%S+)'
      if path == '/socket' then
        send(client, 'HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n' .. body)
        while true do
          local data = socket.recv(client, 65536)
          if not data or data == '' then return end
          send(client, data)
        end
      elseif path == '/events' then
        send(client, 'HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\nConnection: close\\r\\n\\r\\n')
        for number = 1, 5 do
          send(client, ('data: %d\\n\\n'):format(number))
          require 'posix.time'.nanosleep { tv_sec = 0, tv_nsec = 500000000 }
        end
      elseif path == '/upload' then
        local length, count = tonumber(head:match '[Cc]ontent%-[Ll]ength: (%d+)'), 0
        while true do
          count = count + #body
          if count >= length then break end
          body = socket.recv(client, 65536)
          if not body or body == '' then return end
        end
        local answer = tostring(count)
        send(client, ('HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s'):format(#answer, answer))
      else
        send(client, ('HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s'):format(#head, head))
      end
    end
    while true do
      local client = socket.accept(listener)
      if client then
        local child = unistd.fork()
        if child == 0 then
          unistd.close(listener)
          serve(client)
          socket.shutdown(client, socket.SHUT_RDWR)
          unistd._exit(0)
        end
        unistd.close(client)
      end
      repeat local gone = wait.wait(-1, wait.WNOHANG) until not gone or gone == 0
    end`,
  ];
}
