-- How files are opened, and what a descriptor may do.
local bit = require 'bit'
local processes = require 'processes'
local system = require 'system'
local trees = require 'trees'
local flags = system.flags
local all = bit.bor

local function create(path, ...) return system.open(path, all(flags.RDWR, flags.CREAT, ...)) end

return {
  { 'open what is not there', 'ENOENT', function(at) system.open(at .. '/none') end },
  { 'open with an empty path', 'ENOENT', function() system.open '' end },
  { 'open with O_CREAT and O_EXCL what is there', 'EEXIST', function(at)
    create(trees.write(at .. '/file', ''), flags.EXCL)
  end },
  { 'open with O_CREAT and O_EXCL a link to nothing', 'EEXIST', function(at)
    system.symlink('none', at .. '/link')
    create(at .. '/link', flags.EXCL)
  end },
  { 'open with O_CREAT a link to nothing', 'made', function(at)
    system.symlink('target', at .. '/link')
    create(at .. '/link')
    return system.lstat(at .. '/target').kind == 'file' and 'made'
  end },
  { 'O_CREAT and O_EXCL of one name by eight processes at once', '1 of 8', function(at)
    local waits, made = {}, 0
    for number = 1, 8 do
      waits[number] = processes.start(function() create(at .. '/file', flags.EXCL) end)
    end
    for _, wait in ipairs(waits) do
      local verdict = wait()
      if verdict == 'ok' then made = made + 1 elseif verdict ~= 'EEXIST' then return verdict end
    end
    return made .. ' of 8'
  end },
  { 'open with O_CREAT in a folder that is not there', 'ENOENT', function(at) create(at .. '/none/file') end },
  { 'open with O_CREAT below a file', 'ENOTDIR', function(at) create(trees.write(at .. '/file', '') .. '/file') end },
  { 'open a file by a name that ends in a slash', 'ENOTDIR', function(at)
    system.open(trees.write(at .. '/file', '') .. '/')
  end },
  { 'open a folder for writing', 'EISDIR', function(at) system.open(at, flags.WRONLY) end },
  { 'open a folder with O_CREAT', 'EISDIR', function(at) create(at) end },
  { 'open a file with O_DIRECTORY', 'ENOTDIR', function(at)
    system.open(trees.write(at .. '/file', ''), flags.DIRECTORY)
  end },
  { 'open a link with O_NOFOLLOW', 'ELOOP', function(at)
    system.symlink('file', at .. '/link')
    trees.write(at .. '/file', '')
    system.open(at .. '/link', flags.NOFOLLOW)
  end },
  { 'open with O_TRUNC', '0', function(at)
    system.open(trees.write(at .. '/file', 'content'), all(flags.WRONLY, flags.TRUNC))
    return system.stat(at .. '/file').size
  end },
  { 'read what is open for writing alone', 'EBADF', function(at)
    system.read(system.open(trees.write(at .. '/file', 'x'), flags.WRONLY))
  end },
  { 'write to what is open for reading alone', 'EBADF', function(at)
    system.write(system.open(trees.write(at .. '/file', 'x')), 'y')
  end },
  { 'read with O_PATH', 'EBADF', function(at) system.read(system.open(trees.write(at .. '/file', 'x'), flags.PATH)) end },
  { 'read a folder as a file', 'EISDIR', function(at) system.read(system.open(at)) end },
  { 'pwrite to what is open with O_APPEND', 'one two', function(at)
    trees.write(at .. '/file', 'one ')
    system.pwrite(system.open(at .. '/file', all(flags.WRONLY, flags.APPEND)), 'two', 0)
    return trees.read(at .. '/file')
  end },
  { 'O_APPEND by four processes at once: no record is lost or torn', '800 whole', function(at)
    trees.write(at .. '/log', '')
    local waits = {}
    for writer = 1, 4 do
      waits[writer] = processes.start(function()
        local fd = system.open(at .. '/log', all(flags.WRONLY, flags.APPEND))
        for number = 1, 200 do system.write(fd, ('%d %03d %s\n'):format(writer, number, ('x'):rep(90))) end
      end)
    end
    for _, wait in ipairs(waits) do wait() end
    local seen, count = {}, 0
    for line in trees.read(at .. '/log'):gmatch '[^\n]+' do
      local record = line:match '^(%d %d%d%d) x+$'
      if not record or #line ~= 96 or seen[record] then return 'torn: ' .. line end
      seen[record], count = true, count + 1
    end
    return count .. ' whole'
  end },
  { 'O_DSYNC', 'kept', function(at)
    system.write(create(at .. '/file', flags.DSYNC), 'kept')
    return trees.read(at .. '/file')
  end },
  { 'O_DIRECT, whole blocks', 'read and written', function(at)
    local fd, memory = create(at .. '/file', flags.DIRECT), system.page(8192)
    for index = 0, 8191 do memory[index] = index % 251 end
    system.write_from(fd, memory, 8192, 0)
    for index = 0, 8191 do memory[index] = 0 end
    system.read_into(fd, memory, 4096, 4096)
    for index = 0, 4095 do if memory[index] ~= (index + 4096) % 251 then return 'other bytes' end end
    return trees.read(at .. '/file'):byte(8192) == 8191 % 251 and 'read and written'
  end },
  { 'O_DIRECT, a part of a block', 'EINVAL', function(at)
    system.write_from(create(at .. '/file', flags.DIRECT), system.page(4096), 100, 0)
  end },
  { 'O_TMPFILE: a file without a name, which is then given one', 'given', function(at)
    local fd = system.open(at, all(flags.RDWR, flags.TMPFILE))
    system.write(fd, 'given')
    if #trees.names(at) > 0 then return 'it has a name' end
    system.link_descriptor(fd, at .. '/file')
    return trees.read(at .. '/file')
  end },
}
