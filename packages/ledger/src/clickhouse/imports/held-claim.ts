import type { Connection } from "../connection.ts";
import { claimImport, type ImportClaim, type Owner, releaseImport } from "./import-claims.ts";

/** A claim that is renewed until it is released: an import may wait for its files longer than one is good for. */
export class HeldClaim {
  readonly #connection: Connection;
  readonly #owner: Owner;
  readonly claim: ImportClaim;
  readonly #timer: NodeJS.Timeout;
  #renewal: Promise<void> = Promise.resolve();

  constructor(connection: Connection, owner: Owner, claim: ImportClaim) {
    this.#connection = connection;
    this.#owner = owner;
    this.claim = claim;
    this.#timer = setInterval(() => {
      this.#renewal = this.#renewal.then(() =>
        // What cannot be renewed is nobody's by and by: the import itself is told that the server is away.
        claimImport(connection, owner, claim).catch(() => undefined),
      );
    }, owner.claimMs / 3);
    this.#timer.unref();
  }

  /** A claim that cannot be taken back is nobody's by and by. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
    await releaseImport(this.#connection, this.#owner, this.claim.number).catch(() => undefined);
  }
}
