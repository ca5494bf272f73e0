import { ACCOUNTS } from "./accounts.ts";

/**
 * Looks which books hold, and begins new ones where there are none, or where the server came back as another process
 * that keeps no log of what it answered: what it has then may be older than what it said. A replica has nobody's books: what it
 * would answer can be looked at, and no longer written.
 * `granted` counts what the books granted, `from` is what that was when the process began that answers now: a gateway that was
 * granted later ones by the process before knows that they are missing. `from_run` says of which process `from` is told: a
 * Headgate of the version before writes `run` alone. `node` is the server among those of a cluster, where commands are led to another
 * one and no connection ends.
 * ARGV: the id that new books get. Answers id, version, eviction policy, whether it keeps a log, whether they are new, the process,
 * and `from`.
 */
export const ARRIVE = `
local function told(section, name)
  return string.match(redis.call('INFO', section), name .. ':([^\\r\\n]*)') or ''
end
if told('replication', 'role') == 'slave' then
  return redis.error_reply('READONLY it is a replica of another server')
end
local run, log = told('server', 'run_id'), told('persistence', 'aof_enabled')
local version = told('server', 'valkey_version')
if version == '' then version = told('server', 'redis_version') end
local policy = told('memory', 'maxmemory_policy')
local known = redis.call('HMGET', KEYS[1], 'id', 'run', 'granted', 'from_run')
local id, isNew = known[1], '0'
if not id or (known[2] ~= run and log ~= '1') then
  local now = redis.call('TIME')
  id, isNew = ARGV[1], '1'
  redis.call('HSET', KEYS[1], 'id', id, 'since', now[1], 'granted', '0')
  known[3] = '0'
end
if known[2] ~= run then redis.call('HSET', KEYS[1], 'run', run) end
if known[4] ~= run then
  redis.call('HSET', KEYS[1], 'from_run', run, 'from', known[3] or '0')
  local node = told('cluster', 'cluster_enabled') == '1' and redis.pcall('CLUSTER', 'MYID')
  if type(node) == 'string' then redis.call('HSET', KEYS[1], 'node', node)
  else redis.call('HDEL', KEYS[1], 'node') end
end
return { id, version, policy, log, isNew, run, redis.call('HGET', KEYS[1], 'from') or '' }
`;

/** ARGV: books, an id. Ends the books, which lack more than anybody can tell again, and begins new ones. */
export const RENEW = `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
redis.call('HSET', KEYS[1], 'id', ARGV[2], 'since', redis.call('TIME')[1], 'granted', '0', 'from', '0')
return { 'renewed' }
`;

/**
 * ARGV: books, now, for how many seconds of new books a budget is closed until it is opened, for how long one that nobody held
 * has no gap, and for each budget four: its name, when it was taken on, when the caller left it before (or nothing), and
 * whether it is closed where it is new or has a new gap.
 */
export const BEGIN = `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
local now = tonumber(ARGV[2])
local age = redis.call('TIME')[1] - (redis.call('HGET', KEYS[1], 'since') or 0)
for i = 5, #ARGV, 4 do
  local budget, taken, left, closes = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3] == '1'
  -- Taken on while the server was away, and counted since then. What other books had counted is in the ledger alone.
  local since = taken
  if age * 1000 <= now - taken + 1000 then since = now end
  if redis.call('HSETNX', base .. 'budgets', budget, whole(since) .. ' ') == 1 then
    if age < tonumber(ARGV[3]) or closes then redis.call('SADD', base .. 'closed', budget) end
  else
    local held = tonumber(redis.call('HGET', base .. 'held', budget) or '')
    if held then
      local from, within = held, tonumber(ARGV[4])
      if left then
        if held <= left + within then within = 0 end
        from = math.max(held, left)
      end
      if since - from > within then
        local gaps = redis.call('HGET', base .. 'gaps', budget) or ''
        redis.call('HSET', base .. 'gaps', budget, gaps .. whole(from) .. '-' .. whole(since) .. ' ')
        local known = redis.call('HGET', base .. 'budgets', budget)
        redis.call('HSET', base .. 'budgets', budget, string.match(known, '^%d+') .. ' ')
        if closes then redis.call('SADD', base .. 'closed', budget) end
      end
    end
  end
  hold(budget, now)
end
return { 'begun' }
`;

/** ARGV: books, now, budgets. */
export const HOLD = `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
for i = 3, #ARGV do
  if redis.call('HEXISTS', base .. 'budgets', ARGV[i]) == 1 then hold(ARGV[i], tonumber(ARGV[2])) end
end
return { 'held' }
`;

/**
 * ARGV: books, budgets. Answers for each three: "since opened", or nothing where it is not known, whether it is closed, and
 * its gaps.
 */
export const BEGUN = `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
local answer = { 'begun' }
for i = 2, #ARGV do
  answer[#answer + 1] = redis.call('HGET', base .. 'budgets', ARGV[i]) or ''
  answer[#answer + 1] = redis.call('SISMEMBER', base .. 'closed', ARGV[i])
  answer[#answer + 1] = redis.call('HGET', base .. 'gaps', ARGV[i]) or ''
end
return answer
`;

/**
 * ARGV: books, clock (`server` or milliseconds), how far ahead of it a lease may have begun, the time of day, how many.
 * Answers how many were ended.
 */
export const EXPIRE = `${ACCOUNTS}
if book ~= ARGV[1] then return 0 end
local now = ARGV[2] == 'server' and milliseconds() or tonumber(ARGV[2])
local over = redis.call('ZRANGEBYSCORE', base .. 'ends', '-inf', whole(now), 'LIMIT', 0, ARGV[5])
local ahead = redis.call('ZRANGEBYSCORE', base .. 'begins', '(' .. whole(now + tonumber(ARGV[3])), '+inf', 'LIMIT', 0, ARGV[5])
local seen, leases = {}, {}
for _, found in ipairs({ over, ahead }) do
  for _, lease in ipairs(found) do
    if not seen[lease] and #leases < tonumber(ARGV[5]) then
      seen[lease] = true
      leases[#leases + 1] = lease
    end
  end
end
for _, lease in ipairs(leases) do
  for _, claim in ipairs(cjson.decode(redis.call('HGET', base .. 'leases', lease))) do
    if existing(claim[1], claim[2], claim[3]) then
      local slot = at(claim[1], claim[2], claim[3])
      slot.leased = sub(slot.leased, claim[4])
      if claim[5] == 'spent' then
        slot.spent = add(slot.spent, claim[4])
        slot.worst = add(slot.worst, claim[4])
      end
    end
  end
end
write()
for _, lease in ipairs(leases) do
  redis.call('ZREM', base .. 'ends', lease)
  redis.call('ZREM', base .. 'begins', lease)
  redis.call('ZADD', base .. 'ended', ARGV[4], lease)
end
return #leases
`;

/** ARGV: books. Answers how many leases are under way, when the last of them ends (or nothing), and the server's time. */
export const LEASES = `${ACCOUNTS}
local last = redis.call('ZRANGE', base .. 'ends', 0, 0, 'REV', 'WITHSCORES')
return { redis.call('ZCARD', base .. 'ends'), last[2] or '', whole(milliseconds()) }
`;

/**
 * ARGV: books, budget, the time, whether these are the last, the ledger that tells it (nothing where there is one for all), and
 * for each slot four: subject, slot, amount, simulated.
 */
export const OPEN = `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
local budget, ledger = ARGV[2], ARGV[5]

-- What this ledger and those of other nodes tell of a slot.
local looked = {}
local function allTold(subject, place, amount)
  if ledger == '' then return amount end
  local key = base .. 'o:' .. budget .. '\\n' .. subject
  -- All slots that these tell of are gone: reservations drop those of a rolling window that count no longer.
  if not looked[subject] and redis.call('EXISTS', base .. 'a:' .. budget .. '\\n' .. subject) == 0 then
    redis.call('DEL', key)
  end
  looked[subject] = true
  redis.call('HSET', key, place .. ' ' .. ledger, amount)
  local sum, all = '0', redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    if string.match(all[i], '^%d+') == place then sum = add(sum, all[i + 1]) end
  end
  return sum
end

for i = 6, #ARGV, 4 do
  local slot = at(budget, ARGV[i], ARGV[i + 1])
  local opening = allTold(ARGV[i], ARGV[i + 1], ARGV[i + 2])
  slot.spent = add(sub(slot.spent, slot.opening), opening)
  slot.opening = opening
  if ARGV[i + 3] == '1' then slot.simulated = '1' end
end
write()
if ARGV[4] == '1' then
  local known = redis.call('HGET', base .. 'budgets', budget)
  if known then
    redis.call('HSET', base .. 'budgets', budget, string.match(known, '^%d+') .. ' ' .. ARGV[3])
  end
  redis.call('SREM', base .. 'closed', budget)
end
return { 'opened' }
`;

/**
 * ARGV: books, moment, how many slots, budget, subjects. Drops slots before the moment, and accounts without any. Answers with
 * which subject to go on: all others wait for a script, and an account may have slots of years.
 */
export const FORGET_SLOTS = `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
local moment, left = tonumber(ARGV[2]), tonumber(ARGV[3])

local function drop(key)
  local gone = {}
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if #gone == left then break end
    local slot = string.match(field, '^%d+')
    -- Slot 0 is that of measures without a window.
    if slot ~= '0' and tonumber(slot) < moment then gone[#gone + 1] = field end
  end
  for from = 1, #gone, 500 do
    redis.call('HDEL', key, unpack(gone, from, math.min(from + 499, #gone)))
  end
  left = left - #gone
end

for i = 5, #ARGV do
  local key = base .. 'a:' .. ARGV[4] .. '\\n' .. ARGV[i]
  local told = base .. 'o:' .. ARGV[4] .. '\\n' .. ARGV[i]
  drop(key)
  drop(told)
  if left <= 0 then return i - 5 end
  if redis.call('EXISTS', key) == 0 then
    redis.call('SREM', base .. 'n:' .. ARGV[4], ARGV[i])
    redis.call('DEL', told)
  end
end
return #ARGV - 4
`;

/** ARGV: books, moment, how many. Drops leases that ended before the moment. Answers how many. */
export const FORGET_LEASES = `${ACCOUNTS}
if book ~= ARGV[1] then return 0 end
local gone = redis.call('ZRANGEBYSCORE', base .. 'ended', '-inf', '(' .. ARGV[2], 'LIMIT', 0, ARGV[3])
for _, lease in ipairs(gone) do
  redis.call('ZREM', base .. 'ended', lease)
  redis.call('HDEL', base .. 'leases', lease)
end
return #gone
`;

/** ARGV: books, moment, budgets. Drops gaps that ended before the moment. */
export const FORGET_GAPS = `${ACCOUNTS}
if book ~= ARGV[1] then return 0 end
for i = 3, #ARGV do
  local kept = ''
  for from, to in string.gmatch(redis.call('HGET', base .. 'gaps', ARGV[i]) or '', '(%d+)-(%d+)') do
    if tonumber(to) >= tonumber(ARGV[2]) then kept = kept .. from .. '-' .. to .. ' ' end
  end
  if kept == '' then redis.call('HDEL', base .. 'gaps', ARGV[i])
  else redis.call('HSET', base .. 'gaps', ARGV[i], kept) end
end
return 0
`;
