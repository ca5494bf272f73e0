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
  subjects: read("return redis.call('SMEMBERS', base .. 'n:' .. ARGV[2])"),
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
  standings: read(`local answer = {}
for i = 3, #ARGV do answer[#answer + 1] = redis.call('HGETALL', base .. 'a:' .. ARGV[2] .. '\\n' .. ARGV[i]) end
return answer`),
} as const;
