import { expect, test } from "vitest";
import { billDriverNotes } from "./bill-driver-notes.ts";

const of = (before: string) => ({
  ...{ lines_across: 0, lines_in_other_currencies: 0, things_left_out: 0, total: { before } },
});

test("where bills of the period before come to nothing, it is said that they may not be loaded", () => {
  expect(billDriverNotes(of("0.000000000000"))).toContain("may only not have been loaded");
  expect(billDriverNotes(of("0.000000000001"))).not.toContain("loaded");
});
