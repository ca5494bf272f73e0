/** @throws Error where one of the amounts is less than nothing: it would be room for others */
export function refuseLessThanNothing(amounts: Iterable<bigint>): void {
  for (const amount of amounts) {
    if (amount < 0n) throw new Error("nothing less than nothing is held or spent");
  }
}
