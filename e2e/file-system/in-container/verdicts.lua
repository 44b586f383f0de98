-- What comes of a check: 'ok', a word of its own, or the name of the error that a system call has raised.
local verdicts = {}

local function told(problem)
  if type(problem) == 'table' then return problem.errno, problem.call end
  return 'failed', tostring(problem)
end

-- The verdict of a function, and, of one that failed, where that was: for whoever looks into it.
function verdicts.of(run, ...)
  local where
  local function note(problem)
    local line = debug.traceback('', 2):match '(checks/[%w-]+%.lua:%d+)' or ''
    local verdict, what = told(problem)
    where = what .. ' ' .. line
    return verdict
  end
  local is_done, verdict = xpcall(run, note, ...)
  return is_done and tostring(verdict == nil and 'ok' or verdict) or verdict, where
end

return verdicts
