import { ACCOUNTS } from "./accounts.ts";

/**
 * ARGV: books, clock (`server` or `given`), lease, held at, expires at, its record, and for each claim seven:
 * budget, subject, amount, limit or nothing, slot, oldest, newest.
 * Answers `granted NOW PLACE PROCESS`: the how-manieth grant of the books it is, and which process the books say answers;
 * `refused CLAIM SPENT LEASED (SLOT AMOUNT)…`, `closed CLAIM`, `other_books`, or `other_server` where one of a cluster took over
 * at which nobody has arrived yet: what it lacks would be room.
 */
export const RESERVE = `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
local known = redis.call('HMGET', KEYS[1], 'node', 'from_run')
-- Who arrived last may have been let ask for it, and this user not.
local node = known[1] and redis.pcall('CLUSTER', 'MYID')
if type(node) == 'string' and node ~= known[1] then return { 'other_server' } end
local process = known[2] or ''
local lease = ARGV[3]
local now = milliseconds()
if redis.call('HEXISTS', base .. 'leases', lease) == 1 then
  return { 'granted', whole(now), redis.call('HGET', KEYS[1], 'granted') or '0', process }
end

for from = 7, #ARGV, 7 do
  local budget, subject, amount, limit = ARGV[from], ARGV[from + 1], ARGV[from + 2], ARGV[from + 3]
  local oldest, newest = ARGV[from + 5], ARGV[from + 6]
  if limit ~= '' and amount ~= '0' then
    if redis.call('SISMEMBER', base .. 'closed', budget) == 1 then return { 'closed', (from - 7) / 7 } end
    local slots = {}
    if oldest == newest then
      slots[1] = existing(budget, subject, oldest)
    else
      local first, last = tonumber(oldest), tonumber(newest)
      -- What is a whole window older counts no longer, also for a gateway whose clock is behind.
      local length = tonumber(ARGV[from + 4]) - first
      -- By the server's time as well, so that one whose clock is ahead drops nothing that counts for the others.
      local gone = math.min(first, now - length) - length
      local key = account(budget, subject)
      local all = redis.call('HGETALL', key)
      for i = 1, #all, 2 do
        local slot = tonumber(all[i])
        if slot >= first and slot <= last then
          slots[#slots + 1] = existing(budget, subject, all[i])
        elseif slot < gone and string.match(all[i + 1], '^%d+ 0 ') then
          redis.call('HDEL', key, all[i])
        end
      end
      table.sort(slots, function(a, b) return tonumber(a.slot) < tonumber(b.slot) end)
    end
    local spent, leased = '0', '0'
    for _, slot in ipairs(slots) do
      spent = add(spent, slot.spent)
      leased = add(leased, slot.leased)
    end
    if less(limit, add(add(spent, leased), amount)) then
      local answer = { 'refused', (from - 7) / 7, spent, leased }
      for _, slot in ipairs(slots) do
        answer[#answer + 1] = slot.slot
        answer[#answer + 1] = add(slot.spent, slot.leased)
      end
      return answer
    end
  end
end

for from = 7, #ARGV, 7 do
  local slot = at(ARGV[from], ARGV[from + 1], ARGV[from + 4])
  slot.leased = add(slot.leased, ARGV[from + 2])
end
local begins, ends = ARGV[4], ARGV[5]
if ARGV[2] == 'server' then
  begins = whole(now)
  ends = whole(now + tonumber(ARGV[5]) - tonumber(ARGV[4]))
end
write()
redis.call('HSET', base .. 'leases', lease, ARGV[6])
redis.call('ZADD', base .. 'ends', ends, lease)
redis.call('ZADD', base .. 'begins', begins, lease)
return { 'granted', whole(now), whole(redis.call('HINCRBY', KEYS[1], 'granted', 1)), process }
`;
