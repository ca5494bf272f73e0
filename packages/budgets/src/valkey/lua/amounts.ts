/**
 * Whole units of any size in a script. Lua's numbers are doubles, exact to 2^53
 * (https://redis.io/docs/latest/develop/programmability/lua-api/, "Data type conversion", read 2026-11-29): an amount is a
 * decimal text, added in limbs of 14 digits, whose sums and carries a double holds exactly. Texts have no leading zero.
 */
export const AMOUNTS = `
local LIMB = 14
local BASE = 1e14

-- Limbs of a text, the lowest first.
local function limbs(text)
  local found, last = {}, #text
  while last > 0 do
    local first = math.max(1, last - LIMB + 1)
    found[#found + 1] = tonumber(string.sub(text, first, last))
    last = first - 1
  end
  return found
end

local function text(found)
  local top = #found
  while top > 1 and found[top] == 0 do top = top - 1 end
  local parts = { string.format('%.0f', found[top]) }
  for i = top - 1, 1, -1 do parts[#parts + 1] = string.format('%014.0f', found[i]) end
  return table.concat(parts)
end

local function less(a, b)
  if #a ~= #b then return #a < #b end
  if #a <= LIMB then return tonumber(a) < tonumber(b) end
  local x, y = limbs(a), limbs(b)
  for i = #x, 1, -1 do
    if x[i] ~= y[i] then return x[i] < y[i] end
  end
  return false
end

local function add(a, b)
  if a == '0' then return b end
  if b == '0' then return a end
  if #a <= LIMB and #b <= LIMB then return string.format('%.0f', tonumber(a) + tonumber(b)) end
  local x, y, sum, carry = limbs(a), limbs(b), {}, 0
  for i = 1, math.max(#x, #y) do
    local one = (x[i] or 0) + (y[i] or 0) + carry
    carry = 0
    if one >= BASE then one = one - BASE; carry = 1 end
    sum[i] = one
  end
  if carry > 0 then sum[#sum + 1] = carry end
  return text(sum)
end

-- Less than nothing is a damaged account: nothing has been written yet when this ends the script.
local function sub(a, b)
  if b == '0' then return a end
  if less(a, b) then error('an account would hold less than nothing') end
  if #a <= LIMB then return string.format('%.0f', tonumber(a) - tonumber(b)) end
  local x, y, rest, borrow = limbs(a), limbs(b), {}, 0
  for i = 1, #x do
    local one = x[i] - (y[i] or 0) - borrow
    borrow = 0
    if one < 0 then one = one + BASE; borrow = 1 end
    rest[i] = one
  end
  return text(rest)
end
`;
