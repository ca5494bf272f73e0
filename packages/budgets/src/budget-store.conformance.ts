import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountKey, type BudgetStore, type Claim, type Settlement } from "./store.ts";
import { NOW } from "./window.ts";

/** Several ways into one store, as several processes have it. */
export type SharedBudgets = Readonly<{
  stores: readonly [BudgetStore, BudgetStore];
  close(): Promise<void>;
}>;

let budgetsMade = 0;
/** A budget of its own for each test, so that one store serves them all. */
const newBudget = (): string => {
  budgetsMade += 1;
  return `b${budgetsMade}@test`;
};

const LATER = 4_000_000_000_000;

const claimOf = (budget: string, amount: bigint, limit?: bigint, slot = 1_000): Claim => ({
  budget,
  subject: "[]",
  amount,
  ...(limit !== undefined && { limit }),
  slots: { at: slot, oldest: slot, newest: slot },
  atExpiry: "spent",
});

/** Both clocks at one reading. */
const at = (ms: number) => ({ nowMs: ms, steadyMs: ms });

const spent = (lease: string, budget: string, amount: bigint): Settlement => ({
  lease,
  amounts: new Map([[accountKey({ budget, subject: "[]" }), amount]]),
  simulated: false,
});

/** What every store of budgets must do, whatever it keeps them in. */
export function describeBudgetStore(name: string, open: () => Promise<SharedBudgets>): void {
  describe(name, () => {
    let shared: SharedBudgets;
    let store: BudgetStore;
    let other: BudgetStore;
    beforeAll(async () => {
      shared = await open();
      [store, other] = shared.stores;
    });
    afterAll(() => shared.close());

    const used = async (budget: string) => {
      const [standing] = await store.standings([budget], 0);
      if (standing === undefined) return undefined;
      const { spent, leased, atWorstCase, opening } = standing;
      return { spent, leased, atWorstCase, opening };
    };
    const reserve = (lease: string, claims: readonly Claim[], expiresAtMs = LATER) =>
      store.reserve({ lease, claims, heldAtMs: 0, expiresAtMs });

    test("what is held counts until it is settled, and then what was spent", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 70n, 100n)]);
      expect(await used(budget)).toMatchObject({ spent: 0n, leased: 70n });

      expect(await store.settle(spent(`${budget}:0`, budget, 5n))).toBe("settled");

      expect(await used(budget)).toMatchObject({ spent: 5n, leased: 0n, atWorstCase: 0n });
    });

    test("a claim that does not fit is refused, with what is used by slot", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 70n, 100n)]);

      expect(await reserve(`${budget}:1`, [claimOf(budget, 31n, 100n)])).toEqual({
        kind: "refused",
        claim: 0,
        spent: 0n,
        leased: 70n,
        used: [{ slot: 1_000, amount: 70n }],
      });
      expect(await reserve(`${budget}:2`, [claimOf(budget, 30n, 100n)])).toEqual({
        kind: "granted",
      });
    });

    test("of several budgets all are held or none", async () => {
      const [wide, narrow] = [newBudget(), newBudget()];

      const refused = await reserve(`${wide}:0`, [
        claimOf(wide, 50n, 100n),
        claimOf(narrow, 50n, 10n),
      ]);

      expect(refused).toMatchObject({ kind: "refused", claim: 1 });
      expect(await used(wide)).toBeUndefined();
      expect((await store.settle(spent(`${wide}:0`, wide, 1n))) === "not_held").toBe(true);
    });

    test("the same attempt asks twice and holds once", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 60n, 100n)]);

      expect(
        await other.reserve({
          lease: `${budget}:0`,
          claims: [claimOf(budget, 60n, 100n)],
          heldAtMs: 0,
          expiresAtMs: LATER,
        }),
      ).toEqual({ kind: "granted" });

      expect(await used(budget)).toMatchObject({ leased: 60n });
    });

    test("a lease is settled once, whoever tries again", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 60n, 100n)]);
      await store.settle(spent(`${budget}:0`, budget, 5n));

      expect(await other.settle(spent(`${budget}:0`, budget, 5n))).toBe("not_held");

      expect(await used(budget)).toMatchObject({ spent: 5n });
    });

    test("what is not known is spent as it was held, and is told apart", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 60n, 100n)]);

      await store.settle({ lease: `${budget}:0`, amounts: new Map(), simulated: false });

      expect(await used(budget)).toMatchObject({ spent: 60n, leased: 0n, atWorstCase: 60n });
    });

    test("what was spent beside a lease counts once, however often it is told, and at its worst case where nobody knows it", async () => {
      const [known, unknown] = [newBudget(), newBudget()];
      await reserve(`${known}:0`, [claimOf(known, 9n), claimOf(unknown, 60n)]);
      expect(await store.held(`${known}:0`)).toEqual([
        { budget: known, subject: "[]", amount: 9n },
        { budget: unknown, subject: "[]", amount: 60n },
      ]);
      expect(await store.held(`${unknown}:0`)).toEqual([]);
      const spending = {
        ...{ ...spent(`${known}:0:beside`, known, 7n), atMs: 1_500 },
        claims: [claimOf(known, 9n), claimOf(unknown, 60n)],
      };

      expect(await store.spend(spending)).toBe("counted");
      expect(await other.spend(spending)).toBe("not_held");

      expect(await used(known)).toMatchObject({ spent: 7n, leased: 9n, atWorstCase: 0n });
      expect(await used(unknown)).toMatchObject({ spent: 60n, leased: 60n, atWorstCase: 60n });
    });

    test("what is spent under the name of a lease takes its place, once, also where its time is over", async () => {
      const budget = newBudget();
      for (const [name, at] of [
        ["0", 5_000],
        ["1", LATER],
      ] as const) {
        await reserve(`${budget}:${name}`, [claimOf(budget, 60n)], at);
      }
      await store.expire(at(5_000));
      const spend = (name: string) =>
        store.spend({
          ...{ ...spent(`${budget}:${name}`, budget, 7n), atMs: 1_500 },
          claims: [claimOf(budget, 7n)],
        });

      for (const name of ["0", "1"]) expect(await spend(name)).toBe("counted");
      for (const name of ["0", "1"]) expect(await spend(name)).toBe("not_held");

      expect(await used(budget)).toMatchObject({ spent: 14n, leased: 0n, atWorstCase: 0n });
    });

    test("what was spent before a budget was known, or in a gap, is the ledger's to tell, and not counted beside it", async () => {
      const budget = newBudget();
      await store.begin([budget], 1_000);
      await other.begin([budget], 90_000);
      const told = (name: string, atMs: number) =>
        store.spend({
          ...{ ...spent(`${budget}:${name}:beside`, budget, 7n), atMs },
          claims: [claimOf(budget, 7n)],
        });

      await told("before", 999);
      await told("gap", 89_999);
      expect(await used(budget)).toBeUndefined();
      await told("after", 90_000);

      expect(await used(budget)).toMatchObject({ spent: 7n });
    });

    test("a lease that nobody settles stays spent, until the truth is found", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 60n, 100n)], 5_000);

      expect(await store.expire(at(4_999))).toBe(0);
      expect(await store.expire(at(5_000))).toBe(1);
      expect(await used(budget)).toMatchObject({ spent: 60n, leased: 0n, atWorstCase: 60n });
      expect(await store.unsettled(0)).toContainEqual({ lease: `${budget}:0`, endedMs: 5_000 });

      expect(await store.settle(spent(`${budget}:0`, budget, 7n))).toBe("corrected");
      expect(await used(budget)).toMatchObject({ spent: 7n, leased: 0n, atWorstCase: 0n });
      expect(await store.settle(spent(`${budget}:0`, budget, 7n))).toBe("not_held");
      expect(await store.unsettled(0)).toEqual([]);
    });

    test("leases that ended unsettled are told page after page, the latest first", async () => {
      const budget = newBudget();
      const leases = ["a", "b", "c", "d"].map((name) => `${budget}:${name}`);
      for (const [index, lease] of leases.entries()) {
        await reserve(lease, [claimOf(budget, 1n)], index < 2 ? 5_000 : 6_000);
      }
      await store.expire(at(5_000));
      await store.expire(at(6_000));
      const all = await store.unsettled(0);
      expect(all.map(({ lease }) => lease)).toEqual([...leases].reverse());

      for (const [index, one] of all.entries()) {
        expect(await other.unsettled(0, one)).toEqual(all.slice(index + 1));
      }
      expect(await store.unsettled(5_000, all[0])).toEqual(all.slice(1, 2));
      for (const lease of leases) await store.settle(spent(lease, budget, 0n));
      expect(await store.unsettled(0, all[1])).toEqual([]);
    });

    test("the end of a lease is told by the steady clock, whatever the time is set to", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 60n, 100n)], 5_000);

      expect(await store.expire({ nowMs: 9_000_000, steadyMs: 4_999 })).toBe(0);
      expect(await store.expire({ nowMs: 1_000, steadyMs: 5_000 })).toBe(1);
      expect(await store.unsettled(0)).toContainEqual({ lease: `${budget}:0`, endedMs: 1_000 });
      await store.settle(spent(`${budget}:0`, budget, 0n));
    });

    test("a lease that began later than the steady clock stands is of before the machine's last start: it is over", async () => {
      const budget = newBudget();
      const lease = `${budget}:0`;
      const claims = [claimOf(budget, 60n, 100n)];
      await store.reserve({ lease, claims, heldAtMs: 800_000, expiresAtMs: 900_000 });

      expect(await store.expire(at(800_000))).toBe(0);
      expect(await store.expire(at(100))).toBe(1);
      expect(await used(budget)).toMatchObject({ spent: 60n, leased: 0n, atWorstCase: 60n });
      await store.settle(spent(lease, budget, 0n));
    });

    test("a lease that began just after the clock was read is not over: another process may have waited for its turn", async () => {
      const budget = newBudget();
      const lease = `${budget}:0`;
      const claims = [claimOf(budget, 60n, 100n)];
      await store.reserve({ lease, claims, heldAtMs: 800_000, expiresAtMs: 900_000 });

      expect(await store.expire(at(799_990))).toBe(0);
      expect(await store.expire(at(740_000))).toBe(0);
      expect(await used(budget)).toMatchObject({ spent: 0n, leased: 60n, atWorstCase: 0n });
      expect(await store.settle(spent(lease, budget, 0n))).toBe("settled");
    });

    test("of what was only under way nothing stays when its time is over", async () => {
      const budget = newBudget();
      const claim: Claim = { ...claimOf(budget, 1n, 1n), slots: NOW, atExpiry: "released" };
      await reserve(`${budget}:0`, [claim], 5_000);
      expect(await reserve(`${budget}:1`, [claim])).toMatchObject({ kind: "refused" });

      await store.expire(at(6_000));
      expect(await used(budget)).toMatchObject({ spent: 0n, leased: 0n });
      expect(await reserve(`${budget}:2`, [claim])).toEqual({ kind: "granted" });

      await store.settle({ ...spent(`${budget}:0`, budget, 0n) });
      expect(await used(budget)).toMatchObject({ spent: 0n, leased: 1n });
    });

    test("all slots of a rolling window count, and those outside it do not", async () => {
      const budget = newBudget();
      for (const slot of [1_000, 2_000, 3_000]) {
        await reserve(`${budget}:${slot}`, [claimOf(budget, 10n, undefined, slot)]);
      }
      const slots = { at: 4_000, oldest: 2_000, newest: Number.MAX_SAFE_INTEGER };
      const rolling = { ...claimOf(budget, 10n, 29n), slots };

      expect(await reserve(`${budget}:4`, [rolling])).toMatchObject({
        kind: "refused",
        leased: 20n,
        used: [
          { slot: 2_000, amount: 10n },
          { slot: 3_000, amount: 10n },
        ],
      });
      expect(await reserve(`${budget}:5`, [{ ...rolling, limit: 30n }])).toEqual({
        kind: "granted",
      });
    });

    test("nothing is refused that has no limit, and nothing that holds nothing", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 10n ** 40n)]);

      expect(await reserve(`${budget}:1`, [claimOf(budget, 0n, 1n)])).toEqual({ kind: "granted" });
      expect(await used(budget)).toMatchObject({ leased: 10n ** 40n });
    });

    test("a limit lowered below what is held refuses what is new and lets what is held end", async () => {
      const budget = newBudget();
      await reserve(`${budget}:0`, [claimOf(budget, 80n, 100n)]);

      expect(await reserve(`${budget}:1`, [claimOf(budget, 1n, 50n)])).toMatchObject({
        kind: "refused",
      });
      expect(await store.settle(spent(`${budget}:0`, budget, 10n))).toBe("settled");
      expect(await reserve(`${budget}:2`, [claimOf(budget, 40n, 50n)])).toEqual({
        kind: "granted",
      });
    });

    test("what was spent before a budget was known is set, not added, however often", async () => {
      const budget = newBudget();
      expect(await store.begun([budget])).toEqual([]);
      const [begun] = await store.begin([budget], 1_500);
      expect(begun).toEqual({
        ...{ budget, sinceMs: 1_500, gaps: [] },
        ...{ openedMs: undefined, awaitsOpening: false },
      });
      await reserve(`${budget}:0`, [claimOf(budget, 10n, 100n)]);
      await store.settle(spent(`${budget}:0`, budget, 4n));
      const opening = { subject: "[]", slot: 1_000, simulated: false };

      await store.open(budget, [{ ...opening, amount: 30n }], 2_000);
      await other.open(budget, [{ ...opening, amount: 36n }], 3_000);

      expect(await used(budget)).toMatchObject({ spent: 40n, opening: 36n });
      await other.begin([budget], 9_999);
      expect(await other.begun([budget, "other@none"])).toEqual([
        { budget, sinceMs: 1_500, gaps: [], openedMs: 3_000, awaitsOpening: false },
      ]);
    });

    test("a budget that was left and is taken on again has a gap, which only the ledger can tell of", async () => {
      const budget = newBudget();
      const [lateMs, backMs] = [1_000 + 3_600_000, 1_000 + 7_200_000];
      await store.begin([budget], 1_000);
      await store.open(budget, [], 1_100);
      await store.hold([budget], lateMs);
      await reserve(`${budget}:0`, [claimOf(budget, 10n, 100n)]);
      await store.settle(spent(`${budget}:0`, budget, 4n));

      await other.begin([budget], backMs);

      const gap = { startMs: lateMs, endMs: backMs };
      expect(await store.begun([budget])).toMatchObject([
        { sinceMs: 1_000, gaps: [gap], openedMs: undefined },
      ]);
      expect(await used(budget)).toMatchObject({ spent: 4n });
      await store.open(budget, [], backMs + 1);
      await store.begin([budget], backMs + 2_000);
      expect(await store.begun([budget])).toMatchObject([
        { gaps: [gap], openedMs: backMs + 1, awaitsOpening: false },
      ]);
      await store.forget(backMs + 1);
      expect(await store.begun([budget])).toMatchObject([{ gaps: [] }]);
    });

    test("a process that knows when it left a budget leaves no moment out, however short it was away", async () => {
      const budget = newBudget();
      await store.begin([budget], 1_000);
      await store.hold([budget], 4_000);

      await store.begin([budget], 6_000, { leftMs: new Map([[budget, 5_000]]) });

      expect(await store.begun([budget])).toMatchObject([
        { gaps: [{ startMs: 5_000, endMs: 6_000 }] },
      ]);
    });

    test("what was held all the time has no gap, and what nobody took on is not made known by holding it", async () => {
      const [budget, stranger] = [newBudget(), newBudget()];
      await store.begin([budget], 1_000);

      await other.hold([budget, stranger], 900_000);
      await other.begin([budget], 905_000);

      expect(await store.begun([budget, stranger])).toMatchObject([{ budget, gaps: [] }]);
    });

    test("a budget that awaits what was spent before is closed for what has a limit until it is opened, then and after a gap", async () => {
      const budget = newBudget();
      const closed = { awaiting: new Set([budget]) };
      const hold = (lease: string, limit?: bigint) =>
        reserve(`${budget}:${lease}`, [claimOf(budget, 1n, limit)]);
      await store.begin([budget], 1_000, closed);

      await expect(hold("0", 10n)).rejects.toMatchObject({ code: "budgets_reopening" });
      expect(await hold("1")).toEqual({ kind: "granted" });
      expect(await other.begun([budget])).toMatchObject([{ awaitsOpening: true }]);
      await other.open(
        budget,
        [{ subject: "[]", slot: 1_000, amount: 9n, simulated: false }],
        1_100,
      );
      expect(await hold("2", 10n)).toMatchObject({ kind: "refused", spent: 9n, leased: 1n });

      await other.begin([budget], 2_000, closed);
      expect(await hold("3", 11n)).toEqual({ kind: "granted" });
      await other.begin([budget], 3_600_000, closed);
      await expect(hold("4", 12n)).rejects.toMatchObject({ code: "budgets_reopening" });
      await other.open(budget, [], 3_600_001);
      expect(await hold("5", 12n)).toEqual({ kind: "granted" });
    });

    test("those slots of a budget are told that are asked for, and of no other budget", async () => {
      const [budget, other] = [newBudget(), newBudget()];
      for (const slot of [1_000, 2_000, 3_000]) {
        await reserve(`${budget}:${slot}`, [claimOf(budget, 1n, undefined, slot)]);
      }
      await reserve(`${other}:0`, [claimOf(other, 1n)]);
      const told = async (oldest: number, newest: number) =>
        (await store.standings([budget, other], new Map([[budget, { oldest, newest }]]))).map(
          ({ slot }) => slot,
        );

      expect(await told(2_000, 2_000)).toEqual([2_000]);
      expect(await told(2_000, Number.MAX_SAFE_INTEGER)).toEqual([2_000, 3_000]);
      expect(await told(2_500, 2_500)).toEqual([]);
    });

    test("slots that count no longer sooner than others are dropped, of their own budget alone", async () => {
      const [short, long] = [newBudget(), newBudget()];
      await store.begin([short, long], 1_000);
      for (const budget of [short, long]) {
        for (const slot of [1_000, 3_000]) {
          await reserve(`${budget}:${slot}`, [claimOf(budget, 1n, undefined, slot)]);
        }
      }

      await store.forget(500, new Map([[short, 3_000]]));

      const left = await store.standings([short, long], 0);
      expect(left.map(({ budget, slot }) => [budget, slot])).toEqual([
        [short, 3_000],
        [long, 1_000],
        [long, 3_000],
      ]);
    });

    test("two processes that hold at one time never pass a limit, and leave no room unused", async () => {
      const budget = newBudget();
      const reserved = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          shared.stores[index % 2 === 0 ? 0 : 1].reserve({
            lease: `${budget}:${index}`,
            claims: [claimOf(budget, 7n, 100n)],
            heldAtMs: 0,
            expiresAtMs: LATER,
          }),
        ),
      );

      expect(reserved.filter(({ kind }) => kind === "granted")).toHaveLength(14);
      expect(await used(budget)).toMatchObject({ leased: 98n });
    });

    test("whatever happens in whatever order, the books agree and no limit is passed", async () => {
      const LIMIT = 100n;
      const step = fc.oneof(
        fc.record({ what: fc.constant("hold" as const), amount: fc.bigInt({ min: 0n, max: 60n }) }),
        fc.record({ what: fc.constant("settle" as const), share: fc.integer({ min: 0, max: 4 }) }),
        fc.record({ what: fc.constant("expire" as const), share: fc.constant(0) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const budget = newBudget();
          const held = new Map<string, bigint>();
          let spentSoFar = 0n;
          for (const [index, one] of steps.entries()) {
            const lease = `${budget}:${index}`;
            const through = shared.stores[index % 2 === 0 ? 0 : 1];
            if (one.what === "hold") {
              const inUse = spentSoFar + [...held.values()].reduce((a, b) => a + b, 0n);
              const { kind } = await through.reserve({
                lease,
                claims: [claimOf(budget, one.amount, LIMIT)],
                heldAtMs: 0,
                expiresAtMs: 5_000,
              });
              const fits = one.amount === 0n || inUse + one.amount <= LIMIT;
              expect(kind).toBe(fits ? "granted" : "refused");
              if (fits) held.set(lease, one.amount);
            } else if (one.what === "settle") {
              const [next] = held;
              if (next === undefined) continue;
              const [which, amount] = next;
              const truth = (amount * BigInt(one.share)) / 4n;
              await through.settle(spent(which, budget, truth));
              held.delete(which);
              spentSoFar += truth;
            } else {
              await through.expire(at(5_000));
              for (const amount of held.values()) spentSoFar += amount;
              held.clear();
            }
            const leased = [...held.values()].reduce((a, b) => a + b, 0n);
            const standing = await used(budget);
            expect(standing?.leased ?? 0n).toBe(leased);
            expect(standing?.spent ?? 0n).toBe(spentSoFar);
            expect(spentSoFar + leased <= LIMIT).toBe(true);
          }
        }),
        { numRuns: 30 },
      );
    });
  });
}
