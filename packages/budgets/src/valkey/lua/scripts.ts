import { ACCOUNTS } from "./accounts.ts";
import {
  BEGIN,
  BEGUN,
  EXPIRE,
  FORGET_GAPS,
  FORGET_LEASES,
  FORGET_SLOTS,
  HOLD,
  LEASES,
  OPEN,
  RENEW,
} from "./keeping.ts";
import { RESERVE } from "./reserve.ts";
import { COUNT_AFTERWARDS, SETTLE } from "./settle.ts";

/** What is read of the books alone. */
const read = (lua: string): string => `${ACCOUNTS}
if book ~= ARGV[1] then return { 'other_books' } end
${lua}`;

/** All scripts, by the names that they are asked for by. Each is given the hash of the books as its one key. */
export const SCRIPTS = {
  reserve: RESERVE,
  settle: SETTLE,
  count_afterwards: COUNT_AFTERWARDS,
  renew: RENEW,
  begin: BEGIN,
  hold: HOLD,
  begun: BEGUN,
  expire: EXPIRE,
  open: OPEN,
  leases: LEASES,
  forget_slots: FORGET_SLOTS,
  forget_leases: FORGET_LEASES,
  forget_gaps: FORGET_GAPS,
  budgets: read("return redis.call('HKEYS', base .. 'budgets')"),
  // ARGV: books, budget, cursor. Answers the next cursor and some subjects; one may be told twice.
  subjects: read(`local found = redis.call('SSCAN', base .. 'n:' .. ARGV[2], ARGV[3], 'COUNT', 1000)
table.insert(found[2], 1, found[1])
return found[2]`),
  held: read("return redis.call('HGET', base .. 'leases', ARGV[2]) or ''"),
  // ARGV: books, moment, how many, and the last of those before: when it ended, and its name.
  unsettled: read(`local from = 0
if ARGV[4] then
  local rank = redis.call('ZREVRANK', base .. 'ended', ARGV[5])
  -- One that was put right meanwhile is not there any more.
  from = rank and rank + 1 or redis.call('ZCOUNT', base .. 'ended', '(' .. ARGV[4], '+inf')
end
local found = redis.call('ZREVRANGE', base .. 'ended', from, from + ARGV[3] - 1, 'WITHSCORES')
local answer = {}
for i = 1, #found, 2 do
  if tonumber(found[i + 1]) <= tonumber(ARGV[2]) then break end
  answer[#answer + 1] = found[i]
  answer[#answer + 1] = found[i + 1]
end
return answer`),
  // ARGV: books, budget, oldest slot, newest slot, subjects. Slot 0, of measures without a window, is told in any case.
  standings: read(`local answer, oldest, newest = {}, tonumber(ARGV[3]), tonumber(ARGV[4])
for i = 5, #ARGV do
  local key, found = base .. 'a:' .. ARGV[2] .. '\\n' .. ARGV[i], {}
  if oldest == newest then
    local held = redis.call('HMGET', key, ARGV[3], '0')
    if held[1] then found = { ARGV[3], held[1] } end
    if held[2] and oldest ~= 0 then found[#found + 1] = '0'; found[#found + 1] = held[2] end
  else
    local all = redis.call('HGETALL', key)
    for j = 1, #all, 2 do
      local slot = tonumber(all[j])
      if slot == 0 or (slot >= oldest and slot <= newest) then
        found[#found + 1] = all[j]
        found[#found + 1] = all[j + 1]
      end
    end
  end
  answer[#answer + 1] = found
end
return answer`),
  // ARGV: books, keys. Drops those that are not of the books that hold: looked at and dropped at one moment.
  drop_others: read(`local dropped = 0
for i = 2, #ARGV do
  if string.sub(ARGV[i], 1, #base) ~= base and ARGV[i] ~= KEYS[1] then
    dropped = dropped + redis.call('UNLINK', ARGV[i])
  end
end
return dropped`),
} as const;
