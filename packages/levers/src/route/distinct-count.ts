/** A power of two, and twice as many as what is looked at of a prompt has words. */
const PLACES = 8_192;
const MASK = PLACES - 1;

/** What was found in each place, and for which list: so nothing has to be emptied between two. */
const found = new Int32Array(PLACES);
const foundFor = new Uint32Array(PLACES);
let list = 0;

/** How many different 32-bit numbers there are in a list of fewer than 8,192. */
export function distinctCount(numbers: readonly number[]): number {
  list = (list + 1) >>> 0;
  // After four thousand million lists their numbers come again.
  if (list === 0) {
    foundFor.fill(0);
    list = 1;
  }
  let distinct = 0;
  for (const number of numbers) {
    let place = number & MASK;
    while (foundFor[place] === list && found[place] !== number) place = (place + 1) & MASK;
    if (foundFor[place] === list) continue;
    foundFor[place] = list;
    found[place] = number;
    distinct += 1;
  }
  return distinct;
}
