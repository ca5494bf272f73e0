import { ACCOUNTS } from "./accounts.ts";

/** Turns a lease of the books into what was spent; `amounts` by account, what is missing there was held and stays. */
const SETTLE_LEASE = `
local function settleLease(lease, record, amounts, simulated)
  local ended = redis.call('ZSCORE', base .. 'ended', lease)
  for _, claim in ipairs(cjson.decode(record)) do
    local budget, subject, place, held, atExpiry = claim[1], claim[2], claim[3], claim[4], claim[5]
    -- A slot that was forgotten counts nowhere any more.
    if existing(budget, subject, place) then
      local slot = at(budget, subject, place)
      if not ended then slot.leased = sub(slot.leased, held)
      elseif atExpiry == 'spent' then
        slot.spent = sub(slot.spent, held)
        slot.worst = sub(slot.worst, held)
      end
      local amount = amounts[budget .. '\\n' .. subject]
      if amount == nil then
        slot.spent = add(slot.spent, held)
        slot.worst = add(slot.worst, held)
      else
        slot.spent = add(slot.spent, amount)
      end
      if simulated == '1' then slot.simulated = '1' end
    end
  end
  write()
  dropLease(lease)
  redis.call('ZREM', base .. 'ended', lease)
  return ended and 'corrected' or 'settled'
end
`;

/** ARGV: books, lease, simulated, and for each account that is known two: its key, the amount. */
export const SETTLE = `${ACCOUNTS}${SETTLE_LEASE}
if book ~= ARGV[1] then return 'not_held' end
local record = redis.call('HGET', base .. 'leases', ARGV[2])
if not record then return 'not_held' end
local amounts = {}
for i = 4, #ARGV, 2 do amounts[ARGV[i]] = ARGV[i + 1] end
return settleLease(ARGV[2], record, amounts, ARGV[3])
`;

/**
 * What a gateway let through by itself is counted, once. ARGV as of settling, but third simulated, fourth the lease's own
 * record, fifth when it was let through and sixth how many seconds it is remembered that this was done.
 */
export const COUNT_AFTERWARDS = `${ACCOUNTS}${SETTLE_LEASE}
if book ~= ARGV[1] then return 'other_books' end
local lease, simulated, moment = ARGV[2], ARGV[3], tonumber(ARGV[5])
local amounts = {}
for i = 7, #ARGV, 2 do amounts[ARGV[i]] = ARGV[i + 1] end
-- First of all: the lease that is settled here is gone when this is asked again.
if not redis.call('SET', base .. 'after:' .. lease, '1', 'NX', 'EX', ARGV[6]) then return 'not_held' end
local record = redis.call('HGET', base .. 'leases', lease)
if record then return settleLease(lease, record, amounts, simulated) end
for _, claim in ipairs(cjson.decode(ARGV[4])) do
  -- In books that are newer than the call its row is part of what the ledger opens them with.
  if not ledgerTells(claim[1], moment) then
    local slot = at(claim[1], claim[2], claim[3])
    local amount = amounts[claim[1] .. '\\n' .. claim[2]]
    if amount == nil then
      amount = claim[4]
      slot.worst = add(slot.worst, amount)
    end
    slot.spent = add(slot.spent, amount)
    if simulated == '1' then slot.simulated = '1' end
  end
end
write()
return 'counted'
`;
