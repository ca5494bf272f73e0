import { AMOUNTS } from "./amounts.ts";

/**
 * What every script begins with. The one key that it is given is the hash of the books: `id` names the books that hold
 * now, and is part of every other key, so that nothing of older books is ever read. All keys have one tag and lie in one
 * slot of a cluster.
 *
 * Below `KEYS[1]:id:` are
 *   a:BUDGET\nSUBJECT  slot → "spent leased at_worst_case opening simulated"
 *   o:BUDGET\nSUBJECT  "slot ledger" → what a node's own ledger tells of before, where there are several
 *   n:BUDGET           the subjects that have an account
 *   budgets            budget → "since opened", opened empty where it was never read
 *   held               budget → when a gateway last said that it holds calls to it
 *   gaps               budget → "from-to" of each stretch in which none did, one after the other
 *   closed             budgets that wait for what the ledger knows
 *   leases             lease → [[budget, subject, slot, amount, at expiry]…]
 *   ends, begins       leases under way by the moments when they end and began
 *   ended              leases that ended unsettled, by when
 */
export const ACCOUNTS = `${AMOUNTS}
local book = redis.call('HGET', KEYS[1], 'id')
local base = KEYS[1] .. ':' .. ARGV[1] .. ':'

local function milliseconds()
  local now = redis.call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end

local function whole(number) return string.format('%.0f', number) end

-- Slots that this script has read, by account: written at its end, all together.
local touched = {}

local function unpacked(slot, packed)
  local spent, leased, worst, opening, simulated = string.match(packed, '^(%d+) (%d+) (%d+) (%d+) (%d)$')
  return { slot = slot, spent = spent, leased = leased, worst = worst, opening = opening, simulated = simulated }
end

local function account(budget, subject)
  local key = base .. 'a:' .. budget .. '\\n' .. subject
  local known = touched[key]
  if not known then
    known = { budget = budget, subject = subject, slots = {} }
    touched[key] = known
  end
  return key, known
end

-- The slot of an account; nil where nothing is in it.
local function existing(budget, subject, slot)
  local key, known = account(budget, subject)
  if known.slots[slot] == nil then
    local packed = redis.call('HGET', key, slot)
    if packed then known.slots[slot] = unpacked(slot, packed) end
  end
  return known.slots[slot]
end

local function at(budget, subject, slot)
  local found = existing(budget, subject, slot)
  if found == nil then
    local _, known = account(budget, subject)
    found = { slot = slot, spent = '0', leased = '0', worst = '0', opening = '0', simulated = '0', fresh = true }
    known.slots[slot] = found
  end
  found.changed = true
  return found
end

local function write()
  for key, known in pairs(touched) do
    for slot, found in pairs(known.slots) do
      if found.changed then
        if found.fresh then redis.call('SADD', base .. 'n:' .. known.budget, known.subject) end
        redis.call('HSET', key, slot,
          table.concat({ found.spent, found.leased, found.worst, found.opening, found.simulated }, ' '))
      end
    end
  end
end

local function hold(budget, now)
  local before = tonumber(redis.call('HGET', base .. 'held', budget) or '')
  if not before or before < now then redis.call('HSET', base .. 'held', budget, whole(now)) end
end

-- Whether what was spent of a budget at a moment is in no slot but in the ledger alone, from where it is opened.
local function ledgerTells(budget, moment)
  local known = redis.call('HGET', base .. 'budgets', budget)
  if not known then return false end
  if moment < tonumber(string.match(known, '^%d+')) then return true end
  for from, to in string.gmatch(redis.call('HGET', base .. 'gaps', budget) or '', '(%d+)-(%d+)') do
    if moment >= tonumber(from) and moment < tonumber(to) then return true end
  end
  return false
end

local function dropLease(lease)
  redis.call('HDEL', base .. 'leases', lease)
  redis.call('ZREM', base .. 'ends', lease)
  redis.call('ZREM', base .. 'begins', lease)
end
`;
