import { expect, test } from "vitest";
import { RecentGrants } from "./recent-grants.ts";

const grant = (lease: string, place: number, atMs = 0, process = "first") => ({
  reservation: { lease, claims: [], heldAtMs: 0, expiresAtMs: 1 },
  ...{ place, process, atMs },
});
const leases = (grants: RecentGrants, behind: number) =>
  grants.takeBehind(behind, "second")?.map(({ reservation }) => reservation.lease);

test("what was granted behind the last that a server has is missing there, once", () => {
  const grants = new RecentGrants();
  for (const [index, lease] of ["a:0", "b:0", "c:0"].entries()) grants.add(grant(lease, index + 1));
  const settlement = { lease: "c:0", amounts: new Map([["b", 1n]]), simulated: false };
  grants.settled(settlement);

  expect(leases(grants, 3)).toEqual([]);
  expect(grants.takeBehind(1, "second")).toMatchObject([{ settlement: undefined }, { settlement }]);
  expect(leases(grants, 1)).toEqual([]);
});

test("a server that lacks more than is remembered cannot be told again", () => {
  const grants = new RecentGrants();
  grants.add(grant("a:0", 7));
  grants.add(grant("b:0", 8, 60_001));

  expect(leases(grants, 6)).toBeUndefined();
  expect(leases(grants, 7)).toEqual(["b:0"]);
  grants.clear();
  expect(leases(grants, 0)).toEqual([]);
});

test("what a process granted itself it has, however far back it began", () => {
  const grants = new RecentGrants();
  grants.add(grant("a:0", 6));
  grants.add(grant("b:0", 7, 0, "second"));

  expect(leases(grants, 5)).toEqual(["a:0"]);
  grants.add(grant("c:0", 8, 60_001, "second"));
  expect(leases(grants, 5)).toEqual([]);
  expect(grants.takeBehind(5, "third")).toBeUndefined();
});

test("ten thousand are remembered, however fast they come", () => {
  const grants = new RecentGrants();
  for (let place = 1; place <= 10_001; place += 1) grants.add(grant(`${place}:0`, place));

  expect(leases(grants, 0)).toBeUndefined();
  expect(leases(grants, 1)).toHaveLength(10_000);
});
