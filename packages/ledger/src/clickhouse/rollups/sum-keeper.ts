import type { ClickHouseConfig } from "@headgate/contract";
import { Lane } from "../../duckdb/lane.ts";
import type { Connection } from "../connection.ts";
import { dayMarksOf } from "../mark-days.ts";
import { writeSums } from "./build-day.ts";
import { type Claim, claimDay, holdFromNow, nextDueDay, refuse } from "./claim-day.ts";
import { dropOldTables } from "./drop-old-tables.ts";
import { FailedDays } from "./failed-days.ts";
import { makeSumTables } from "./make-sum-tables.ts";
import { removeGone } from "./remove-gone.ts";
import { removeOldSums } from "./remove-old-sums.ts";

/** Marks of what this process wrote are settled so long after. */
const SETTLE_AFTER_MS = 10_000;
/** How often sums that do not hold any more are removed. */
const REMOVE_EVERY_MS = 3_600_000;

/** Builds sums by day, beside the ledger's writes. */
export class SumKeeper {
  readonly #connection: Connection;
  readonly #config: ClickHouseConfig;
  /** Runs a task between the ledger's writes. */
  readonly #between: Pick<Lane, "run">;
  readonly #builds = new Lane();
  readonly #failed = new FailedDays(() => performance.now());
  #settling: NodeJS.Timeout | undefined;
  #isClosed = false;
  #removedAtMs = Number.NEGATIVE_INFINITY;

  constructor(connection: Connection, config: ClickHouseConfig, writes: Pick<Lane, "run">) {
    this.#connection = connection;
    this.#config = config;
    this.#between = writes;
    dayMarksOf(connection).onMarked(() => this.#settleLater());
  }

  /**
   * Builds the days that are out of date and that nothing was written to for so long. A day that cannot be summed up keeps
   * no other one waiting, and is left alone for a while itself.
   * @returns how many
   * @throws what failed first, when all that can be done is
   */
  build(quietForMs: number): Promise<number> {
    return this.#builds.run(async () => {
      // A newer Headgate may have dropped those that nobody seemed to use.
      await makeSumTables(this.#connection, this.#config);
      const { built, failures } = await this.#buildDays(quietForMs);
      if (performance.now() - this.#removedAtMs > REMOVE_EVERY_MS) {
        this.#removedAtMs = performance.now();
        for (const remove of [removeOldSums, removeGone, dropOldTables]) {
          await remove(this.#connection).catch((error: unknown) => failures.push(error));
        }
      }
      if (failures.length > 0) throw failures[0];
      return built;
    });
  }

  async #buildDays(quietForMs: number): Promise<{ built: number; failures: unknown[] }> {
    // Each day once: one that is written to all the time would never be done with.
    const seen = [...this.#failed.leftAlone()];
    const failures: unknown[] = [];
    let built = 0;
    while (!this.#isClosed) {
      let claim: Claim | "held" | "none";
      try {
        claim = await this.#between.run(() => this.#claimNext(quietForMs, seen));
      } catch (error) {
        failures.push(error);
        break;
      }
      if (claim === "none") break;
      // Somebody writes to that day: the next look leaves it alone.
      if (claim === "held") continue;
      seen.push(claim.dayMs);
      try {
        await writeSums(this.#connection, claim);
        await holdFromNow(this.#connection, claim);
        this.#failed.built(claim.dayMs);
        built += 1;
      } catch (error) {
        failures.push(error);
        this.#failed.failed(claim.dayMs);
        // Where that cannot be said either, the claim is one that nobody works at, a day later.
        await refuse(this.#connection, claim).catch((more: unknown) => failures.push(more));
      }
    }
    return { built, failures };
  }

  /** Says that this process writes no more; a build that is under way comes to its end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#settling);
    await this.#builds.run(() => Promise.resolve());
    // Behind the writes that are under way. A server that is away learns of it when the marks' time is over.
    await this.#between.run(() => dayMarksOf(this.#connection).settle()).catch(() => undefined);
  }

  async #claimNext(
    quietForMs: number,
    except: readonly number[],
  ): Promise<Claim | "held" | "none"> {
    await dayMarksOf(this.#connection).settle();
    const dayMs = await nextDueDay(this.#connection, { quietForMs, except });
    if (dayMs === undefined) return "none";
    return (await claimDay(this.#connection, dayMs)) ?? "held";
  }

  #settleLater(): void {
    if (this.#settling !== undefined || this.#isClosed) return;
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      this.#between
        .run(() => dayMarksOf(this.#connection).settle())
        // They stay to be settled, and hold until then.
        .catch(() => this.#settleLater());
    }, SETTLE_AFTER_MS);
    this.#settling.unref();
  }
}
