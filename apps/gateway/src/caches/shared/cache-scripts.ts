/**
 * What every script of the shared cache begins with. All keys have one tag. Below the key that each is given are
 *   p:DIGEST     the call that is kept in a place, and the check of its question
 *   e:CALL       an entry: head (facts as JSON), body, places (digests as JSON), bytes, hits, at, ttl, namespace
 *   use          calls by their last use, numbered
 *   sums         bytes, number of the last use, evicted, expired, and by namespace `n:` entries and `b:` bytes
 *   f:DIGEST     a question under way: whose, and its check
 *   near         answered questions for the index of near ones, and purges, in the order told
 *   l:DIGEST:WHO how it landed: the call that was kept, or -
 */
const COMMON = `
local base = KEYS[1] .. ':'

local function now()
  if ARGV[1] ~= 'server' then return tonumber(ARGV[1]) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function sum(name, by) return redis.call('HINCRBY', base .. 'sums', name, by) end

local function placed(digest)
  local place = redis.call('GET', base .. 'p:' .. digest)
  if not place then return nil end
  return string.match(place, '^(%S+) (.*)$')
end

local function forget(call)
  local key = base .. 'e:' .. call
  local held = redis.call('HMGET', key, 'places', 'bytes', 'namespace')
  redis.call('ZREM', base .. 'use', call)
  if not held[1] then return 0 end
  for _, digest in ipairs(cjson.decode(held[1])) do
    if placed(digest) == call then redis.call('DEL', base .. 'p:' .. digest) end
  end
  redis.call('DEL', key)
  sum('bytes', -held[2])
  sum('b:' .. held[3], -held[2])
  if sum('n:' .. held[3], -1) == 0 then redis.call('HDEL', base .. 'sums', 'n:' .. held[3], 'b:' .. held[3]) end
  return 1
end

-- The age of an entry that is used now, and how long it was of no use; nil where it is too old for who asks, and forgotten
-- where it is for everybody.
local function use(call, most)
  local key = base .. 'e:' .. call
  local held = redis.call('HMGET', key, 'at', 'ttl', 'used')
  if not held[1] then return nil end
  local moment = now()
  local age = moment - held[1]
  if age >= tonumber(held[2]) then
    sum('expired', 1)
    forget(call)
    return nil
  end
  if age >= tonumber(most) then return nil end
  redis.call('HINCRBY', key, 'hits', 1)
  redis.call('HSET', key, 'used', string.format('%.0f', moment))
  redis.call('ZADD', base .. 'use', sum('last', 1), call)
  return string.format('%.0f', age), string.format('%.0f', moment - (held[3] or held[1]))
end
`;

/** ARGV: clock, most age, and for each key two: digest, check. Answers its number, the age, how long unused, head and body. */
const FIND = `${COMMON}
for i = 3, #ARGV, 2 do
  local call, check = placed(ARGV[i])
  if call and check == ARGV[i + 1] then
    local age, since = use(call, ARGV[2])
    if age then
      local held = redis.call('HMGET', base .. 'e:' .. call, 'head', 'body')
      return { tostring((i - 3) / 2), age, since, held[1], held[2] }
    end
  end
end
return {}
`;

/** ARGV: clock, most age, call. Answers the age, how long unused, head and body. */
const FIND_CALL = `${COMMON}
local age, since = use(ARGV[3], ARGV[2])
if not age then return {} end
local held = redis.call('HMGET', base .. 'e:' .. ARGV[3], 'head', 'body')
return { age, since, held[1], held[2] }
`;

/** ARGV: clock, call. */
const OF_CALL = `${COMMON}
local held = redis.call('HMGET', base .. 'e:' .. ARGV[2], 'at', 'bytes', 'hits', 'head', 'body')
if not held[1] then return {} end
return { string.format('%.0f', now() - held[1]), held[2], held[3], held[4], held[5] }
`;

/** ARGV: clock, most bytes, bytes, call, namespace, how long it is fresh, head, body, digests as JSON, and digest and check of each key. */
const KEEP = `${COMMON}
local most, bytes, call = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
if bytes > most then return 'too_large' end
forget(call)
for i = 10, #ARGV, 2 do
  local replaced = placed(ARGV[i])
  if replaced then forget(replaced) end
end
while tonumber(redis.call('HGET', base .. 'sums', 'bytes') or '0') + bytes > most do
  local oldest = redis.call('ZRANGE', base .. 'use', 0, 0)[1]
  if not oldest then break end
  if forget(oldest) == 1 then sum('evicted', 1) end
end
redis.call('HSET', base .. 'e:' .. call, 'head', ARGV[7], 'body', ARGV[8], 'places', ARGV[9], 'bytes', bytes,
  'hits', 0, 'at', string.format('%.0f', now()), 'ttl', ARGV[6], 'namespace', ARGV[5])
for i = 10, #ARGV, 2 do redis.call('SET', base .. 'p:' .. ARGV[i], call .. ' ' .. ARGV[i + 1]) end
redis.call('ZADD', base .. 'use', sum('last', 1), call)
sum('bytes', bytes)
sum('b:' .. ARGV[5], bytes)
sum('n:' .. ARGV[5], 1)
return 'kept'
`;

/** ARGV: clock, calls. Answers how many were there. */
const FORGET = `${COMMON}
local forgotten = 0
for i = 2, #ARGV do forgotten = forgotten + forget(ARGV[i]) end
return forgotten
`;

/**
 * ARGV: clock, after which number of use, how many. Answers for each three: the call, the number of its last use, its head. By number and
 * not by rank: a use takes a call from its place to the end, and all ranks behind it change.
 */
const LIST = `${COMMON}
local answer = {}
local listed = redis.call('ZRANGEBYSCORE', base .. 'use', '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
for i = 1, #listed, 2 do
  answer[#answer + 1] = listed[i]
  answer[#answer + 1] = listed[i + 1]
  answer[#answer + 1] = redis.call('HGET', base .. 'e:' .. listed[i], 'head') or ''
end
return answer
`;

const STATS = `${COMMON}
return { redis.call('ZCARD', base .. 'use'), redis.call('HGETALL', base .. 'sums') }
`;

/**
 * ARGV: clock, digest, check, who begins, for how long, most age. Answers `lead`, `other`, who leads, or `landed CALL` where the
 * answer was kept since it was looked for.
 */
const BEGIN_FLIGHT = `${COMMON}
local key = base .. 'f:' .. ARGV[2]
local call, kept = placed(ARGV[2])
if call and kept == ARGV[3] then
  local fresh = redis.call('HMGET', base .. 'e:' .. call, 'at', 'ttl')
  if fresh[1] and now() - fresh[1] < math.min(tonumber(fresh[2]), tonumber(ARGV[6])) then return 'landed ' .. call end
end
local held = redis.call('GET', key)
if not held then
  redis.call('SET', key, ARGV[4] .. ' ' .. ARGV[3], 'PX', ARGV[5])
  return 'lead'
end
local who, check = string.match(held, '^(%S+) (.*)$')
if check ~= ARGV[3] then return 'other' end
return who
`;

/** ARGV as of beginning, and seventh who led at the last look. Answers `landed CALL`, or as beginning does. */
const WATCH_FLIGHT = `${COMMON}
local landed = redis.call('GET', base .. 'l:' .. ARGV[2] .. ':' .. ARGV[7])
if landed then return 'landed ' .. landed end
${BEGIN_FLIGHT.slice(COMMON.length)}`;

/** ARGV: clock, digest, who, for how long. A fence: who no longer leads changes nothing. */
const RENEW_FLIGHT = `${COMMON}
local key = base .. 'f:' .. ARGV[2]
local held = redis.call('GET', key)
if held and string.match(held, '^%S+') == ARGV[3] then return redis.call('PEXPIRE', key, ARGV[4]) end
return 0
`;

/**
 * ARGV: clock, digest, who, the call that was kept or -, how long that is told. Of one who no longer leads an answer is still
 * good news; that it has none concerns nobody, since another asks.
 */
const LAND_FLIGHT = `${COMMON}
local key = base .. 'f:' .. ARGV[2]
local held = redis.call('GET', key)
if held and string.match(held, '^%S+') == ARGV[3] then
  redis.call('DEL', key)
elseif ARGV[4] == '-' then
  return 0
end
return redis.call('SET', base .. 'l:' .. ARGV[2] .. ':' .. ARGV[3], ARGV[4], 'PX', ARGV[5])
`;

/** ARGV: clock, about how many are kept, kind, head, vector. */
const NEAR_ADD = `${COMMON}
return redis.call('XADD', base .. 'near', 'MAXLEN', '~', ARGV[2], '*', 'kind', ARGV[3], 'head', ARGV[4], 'vector', ARGV[5])
`;

/** ARGV: clock, after which entry, how many. Answers for each four: its id, kind, head, vector. */
const NEAR_READ = `${COMMON}
local answer = {}
for _, entry in ipairs(redis.call('XRANGE', base .. 'near', '(' .. ARGV[2], '+', 'COUNT', ARGV[3])) do
  answer[#answer + 1] = entry[1]
  for i = 2, 6, 2 do answer[#answer + 1] = entry[2][i] end
end
return answer
`;

export const CACHE_SCRIPTS = {
  near_add: NEAR_ADD,
  near_read: NEAR_READ,
  find: FIND,
  find_call: FIND_CALL,
  of_call: OF_CALL,
  keep: KEEP,
  forget: FORGET,
  list: LIST,
  stats: STATS,
  begin_flight: BEGIN_FLIGHT,
  watch_flight: WATCH_FLIGHT,
  renew_flight: RENEW_FLIGHT,
  land_flight: LAND_FLIGHT,
} as const;

export type CacheScript = keyof typeof CACHE_SCRIPTS;
