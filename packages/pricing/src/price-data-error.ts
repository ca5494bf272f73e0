/** The price book's own data is wrong: a fault of the repository, not of a user. Lists every fault with its place. */
export class PriceDataError extends Error {
  override readonly name = "PriceDataError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The price book cannot be used.\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}
