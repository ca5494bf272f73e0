import { expect, test } from "vitest";
import { compareBooks } from "./compare-books.ts";

const row = (id: string) => ({ response_id: id, user: null, effective_cost: null });

test("what a client has and the ledger lacks is lost, what it has twice is doubled, and what the provider never gave is invented", () => {
  const compared = compareBooks(new Set(["a", "b", "c"]), new Set(["a", "b", "c", "d"]), [
    row("a"),
    row("b"),
    row("b"),
    row("x"),
  ]);

  expect(compared).toEqual({ settled: 3, lost: 1, doubled: 1, invented: 1, unrecorded: 2 });
});
