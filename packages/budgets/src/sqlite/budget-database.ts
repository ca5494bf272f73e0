import Database from "libsql";
import { AHEAD_MS, type Moment } from "../steady-clock.ts";
import type {
  Account,
  BudgetStore,
  EndedLease,
  Reservation,
  Settled,
  Settlement,
  Spending,
} from "../store.ts";
import { accountKey, askedSlots, type SlotStanding, UNSETTLED_PAGE } from "../store.ts";
import type { Slots } from "../window.ts";
import { KnownBudgets } from "./known-budgets.ts";
import type { Operation, ReservedInFile, WorkerData } from "./operations.ts";
import { FROM_VERSION_1, SCHEMA, SCHEMA_VERSION } from "./schema.ts";

type SlotRow = Readonly<{
  budget: string;
  subject: string;
  slot: number;
  spent: string;
  leased: string;
  at_worst_case: string;
  opening: string;
  simulated: number;
}>;
type LeaseRow = Account &
  Readonly<{ slot: number; amount: string; at_expiry: string; ended_ms: number | null }>;

/** A slot while a transaction changes it. */
type Slot = {
  slot: number;
  spent: bigint;
  leased: bigint;
  atWorstCase: bigint;
  opening: bigint;
  simulated: boolean;
  changed: boolean;
};

/** How long a process waits for another one's transaction; they are short. */
const BUSY_TIMEOUT_MS = 10_000;
/** At most so many leases are ended in one go, so that no call waits long for it. */
const MOST_EXPIRED = 500;

/** The file of budgets, for the thread that owns this connection: everything here blocks. */
export class BudgetDatabase {
  readonly #sqlite: Database.Database;
  readonly #readSlots: Database.Statement;
  readonly #writeSlot: Database.Statement;
  readonly #readLease: Database.Statement;
  readonly #writeLease: Database.Statement;
  readonly #dropLease: Database.Statement;
  readonly #endLease: Database.Statement;
  readonly #expired: Database.Statement;
  readonly #known: KnownBudgets;
  /** Accounts that the transaction under way has read. */
  readonly #read = new Map<string, { oldest: number; newest: number; slots: Map<number, Slot> }>();

  constructor({ path, durability }: WorkerData) {
    const sqlite = new Database(path);
    try {
      sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      sqlite.exec("pragma journal_mode = wal");
      sqlite.pragma(`synchronous = ${durability === "disk" ? "full" : "normal"}`);
      sqlite.exec("begin immediate");
      const [{ user_version: version }] = sqlite.pragma("user_version") as [
        { user_version: number },
      ];
      if (version > SCHEMA_VERSION) {
        throw new Error(`${path} was written by a newer version (${version})`);
      }
      if (version === 1) sqlite.exec(FROM_VERSION_1);
      sqlite.exec(`${SCHEMA} pragma user_version = ${SCHEMA_VERSION}; commit`);
    } catch (error) {
      sqlite.close();
      throw error;
    }
    this.#sqlite = sqlite;
    this.#readSlots = sqlite.prepare(
      "select * from slots where budget = ? and subject = ? and slot between ? and ?",
    );
    this.#writeSlot = sqlite.prepare(
      "insert or replace into slots values (?, ?, ?, ?, ?, ?, ?, ?)",
    );
    this.#readLease = sqlite.prepare("select * from leases where lease = ?");
    this.#writeLease = sqlite.prepare("insert into leases values (?, ?, ?, ?, ?, ?, ?, null, ?)");
    this.#dropLease = sqlite.prepare("delete from leases where lease = ?");
    this.#endLease = sqlite.prepare("update leases set ended_ms = ? where lease = ?");
    this.#expired = sqlite.prepare(
      `select distinct lease from leases
       where ended_ms is null and (expires_at_ms <= ? or held_at_ms > ?) limit ?`,
    );
    this.#known = new KnownBudgets(sqlite);
  }

  /** Runs operations in one transaction: all of them hold, or none. */
  run(operations: readonly Operation[]): readonly unknown[] {
    this.#sqlite.exec("begin immediate");
    try {
      const results = operations.map((operation) => this.#one(operation));
      this.#write();
      this.#sqlite.exec("commit");
      return results;
    } catch (error) {
      this.#sqlite.exec("rollback");
      throw error;
    } finally {
      this.#read.clear();
      this.#known.ended();
    }
  }

  close(): void {
    this.#sqlite.close();
  }

  #one(operation: Operation): unknown {
    switch (operation.name) {
      case "begin":
        return this.#known.begin(...operation.parameters);
      case "hold": {
        // Nothing is remembered of who holds a budget: who leaves one says so no longer.
        const [budgets, nowMs] = operation.parameters;
        return this.#known.hold(budgets, nowMs);
      }
      case "begun":
        return this.#known.begun(...operation.parameters);
      case "reserve":
        return this.#reserve(...operation.parameters);
      case "held":
        return this.#heldBy(...operation.parameters);
      case "spend":
        return this.#spend(...operation.parameters);
      case "settle":
        return this.#settle(...operation.parameters);
      case "expire":
        return this.#expire(...operation.parameters);
      case "unsettled":
        return this.#unsettled(...operation.parameters);
      case "standings":
        return this.#standings(...operation.parameters);
      case "leases":
        return this.#leases();
      case "open":
        return this.#open(...operation.parameters);
      case "forget":
        return this.#forget(...operation.parameters);
      default:
        return operation satisfies never;
    }
  }

  #reserve({ lease, claims, heldAtMs, expiresAtMs }: Reservation): ReservedInFile {
    if (this.#readLease.all(lease).length > 0) return { kind: "granted" };
    for (const [index, claim] of claims.entries()) {
      if (claim.amount < 0n) throw new Error("nothing less than nothing can be held");
      if (claim.limit === undefined || claim.amount === 0n) continue;
      if (this.#known.isClosed(claim.budget)) return { kind: "closed" };
      const slots = this.#slotsOf(claim, claim.slots);
      let spent = 0n;
      let leased = 0n;
      for (const slot of slots) {
        spent += slot.spent;
        leased += slot.leased;
      }
      if (spent + leased + claim.amount <= claim.limit) continue;
      const used = slots
        .map(({ slot, spent, leased }) => ({ slot, amount: spent + leased }))
        .sort((a, b) => a.slot - b.slot);
      return { kind: "refused", claim: index, spent, leased, used };
    }
    for (const claim of claims) {
      const slot = this.#slot(claim, claim.slots.at, claim.slots);
      slot.leased += claim.amount;
      slot.changed = true;
      const { budget, subject, amount, atExpiry } = claim;
      const at = claim.slots.at;
      this.#writeLease.run(
        ...[lease, budget, subject, at, String(amount), atExpiry, expiresAtMs, heldAtMs],
      );
    }
    return { kind: "granted" };
  }

  #heldBy(lease: string): readonly (Account & Readonly<{ amount: bigint }>)[] {
    return (this.#readLease.all(lease) as readonly LeaseRow[]).map(
      ({ budget, subject, amount }) => ({ budget, subject, amount: BigInt(amount) }),
    );
  }

  #spend(spending: Spending): "counted" | "not_held" {
    const { lease, claims, amounts, simulated, atMs } = spending;
    const isFirst = this.#sqlite
      .prepare("insert or ignore into counted values (?, ?)")
      .run(lease, atMs);
    if (isFirst.changes === 0) return "not_held";
    if (this.#settle(spending) !== "not_held") return "counted";
    for (const claim of claims) {
      if (this.#known.ledgerTells(claim.budget, atMs)) continue;
      const amount = amounts.get(accountKey(claim));
      if ((amount ?? claim.amount) < 0n) throw new Error("nothing less than nothing is spent");
      const slot = this.#slot(claim, claim.slots.at, claim.slots);
      slot.spent += amount ?? claim.amount;
      if (amount === undefined) slot.atWorstCase += claim.amount;
      if (simulated) slot.simulated = true;
      slot.changed = true;
    }
    return "counted";
  }

  #settle({ lease, amounts, simulated }: Settlement): Settled {
    const rows = this.#readLease.all(lease) as readonly LeaseRow[];
    const [first] = rows;
    if (first === undefined) return "not_held";
    for (const row of rows) {
      const held = BigInt(row.amount);
      const amount = amounts.get(accountKey(row));
      if (amount !== undefined && amount < 0n)
        throw new Error("nothing less than nothing is spent");
      const slot = this.#slot(row, row.slot);
      if (row.ended_ms === null) slot.leased -= held;
      else if (row.at_expiry === "spent") {
        slot.spent -= held;
        slot.atWorstCase -= held;
      }
      if (amount === undefined) {
        slot.spent += held;
        slot.atWorstCase += held;
      } else slot.spent += amount;
      if (simulated) slot.simulated = true;
      slot.changed = true;
    }
    this.#dropLease.run(lease);
    return first.ended_ms === null ? "settled" : "corrected";
  }

  #expire({ nowMs, steadyMs }: Moment): number {
    const leases = this.#expired.all(steadyMs, steadyMs + AHEAD_MS, MOST_EXPIRED) as readonly {
      lease: string;
    }[];
    for (const { lease } of leases) {
      for (const row of this.#readLease.all(lease) as readonly LeaseRow[]) {
        const slot = this.#slot(row, row.slot);
        const held = BigInt(row.amount);
        slot.leased -= held;
        if (row.at_expiry === "spent") {
          slot.spent += held;
          slot.atWorstCase += held;
        }
        slot.changed = true;
      }
      this.#endLease.run(nowMs, lease);
    }
    return leases.length;
  }

  #unsettled(afterMs: number, behind?: EndedLease): readonly EndedLease[] {
    const rows = this.#sqlite
      .prepare(
        `select distinct lease, ended_ms from leases
         where ended_ms > ? and (ended_ms, lease) < (?, ?) order by ended_ms desc, lease desc limit ?`,
      )
      .all(
        ...[afterMs, behind?.endedMs ?? Number.MAX_SAFE_INTEGER, behind?.lease ?? ""],
        UNSETTLED_PAGE,
      ) as readonly { lease: string; ended_ms: number }[];
    return rows.map(({ lease, ended_ms }) => ({ lease, endedMs: ended_ms }));
  }

  #standings(...[budgets, slots]: Parameters<BudgetStore["standings"]>): readonly SlotStanding[] {
    this.#write();
    const read = this.#sqlite.prepare(
      `select * from slots where budget = ? and (slot between ? and ? or slot = 0)
       order by subject, slot`,
    );
    return budgets.flatMap((budget) => {
      const asked = askedSlots(budget, slots);
      if (asked === undefined) return [];
      const rows = read.all(budget, asked.oldest, asked.newest) as readonly SlotRow[];
      return rows.map((row) => {
        const { changed: _, ...slot } = slotOf(row);
        return { budget: row.budget, subject: row.subject, ...slot };
      });
    });
  }

  #leases(): Readonly<{ count: number; latestMs: number | undefined }> {
    const row = this.#sqlite
      .prepare(
        "select count(distinct lease) as count, max(expires_at_ms) as latest from leases where ended_ms is null",
      )
      .get() as { count: number; latest: number | null };
    return { count: row.count, latestMs: row.latest ?? undefined };
  }

  #open(...[budget, amounts, nowMs]: Parameters<BudgetStore["open"]>): void {
    for (const { subject, slot: at, amount, simulated } of amounts) {
      const slot = this.#slot({ budget, subject }, at);
      slot.spent += amount - slot.opening;
      slot.opening = amount;
      if (simulated) slot.simulated = true;
      slot.changed = true;
    }
    this.#known.opened(budget, nowMs);
  }

  #forget(beforeMs: number, own: ReadonlyMap<string, number> = new Map()): void {
    this.#write();
    this.#read.clear();
    // Slot 0 is that of measures without a window.
    this.#sqlite.prepare("delete from slots where slot < ? and slot <> 0").run(beforeMs);
    const drop = this.#sqlite.prepare(
      "delete from slots where budget = ? and slot < ? and slot <> 0",
    );
    for (const [budget, ownMs] of own) drop.run(budget, ownMs);
    this.#sqlite
      .prepare("delete from leases where ended_ms is not null and ended_ms < ?")
      .run(beforeMs);
    this.#known.forget(beforeMs);
    this.#sqlite.prepare("delete from counted where at_ms < ?").run(beforeMs);
  }

  #slot(account: Account, at: number, range?: Slots): Slot {
    const slots = this.#slotsOf(account, range ?? { oldest: at, newest: at });
    const known = slots.find(({ slot }) => slot === at);
    if (known !== undefined) return known;
    const fresh: Slot = {
      slot: at,
      spent: 0n,
      leased: 0n,
      atWorstCase: 0n,
      opening: 0n,
      simulated: false,
      changed: true,
    };
    this.#read.get(accountKey(account))?.slots.set(at, fresh);
    return fresh;
  }

  /** The account's slots of a range, as the transaction has them. */
  #slotsOf(
    account: Account,
    { oldest, newest }: Pick<Slots, "oldest" | "newest">,
  ): readonly Slot[] {
    const key = accountKey(account);
    let known = this.#read.get(key);
    if (known === undefined || oldest < known.oldest || newest > known.newest) {
      const widened = {
        oldest: Math.min(oldest, known?.oldest ?? oldest),
        newest: Math.max(newest, known?.newest ?? newest),
        slots: known?.slots ?? new Map<number, Slot>(),
      };
      const { budget, subject } = account;
      for (const row of this.#readSlots.all(
        ...[budget, subject, widened.oldest, widened.newest],
      ) as readonly SlotRow[]) {
        if (!widened.slots.has(row.slot)) widened.slots.set(row.slot, slotOf(row));
      }
      known = widened;
      this.#read.set(key, known);
    }
    return [...known.slots.values()].filter(({ slot }) => slot >= oldest && slot <= newest);
  }

  #write(): void {
    for (const [key, { slots }] of this.#read) {
      const at = key.indexOf("\n");
      const budget = key.slice(0, at);
      const subject = key.slice(at + 1);
      for (const slot of slots.values()) {
        if (!slot.changed) continue;
        const { spent, leased, atWorstCase, opening } = slot;
        this.#writeSlot.run(
          ...[budget, subject, slot.slot, String(spent), String(leased)],
          ...[String(atWorstCase), String(opening), slot.simulated ? 1 : 0],
        );
        slot.changed = false;
      }
    }
  }
}

const slotOf = (row: SlotRow): Slot => ({
  slot: row.slot,
  spent: BigInt(row.spent),
  leased: BigInt(row.leased),
  atWorstCase: BigInt(row.at_worst_case),
  opening: BigInt(row.opening),
  simulated: row.simulated === 1,
  changed: false,
});
