import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importSummarySchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLines } from "../run-command.fixture.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-outcomes-command-"));
  writeFileSync(
    join(folder, "tickets.csv"),
    [
      "Ticket,Resolved,Session",
      "4711,2026-11-02T10:00:00Z,chat-1",
      "4712,never,chat-2",
      "4713,2026-11-02T12:00:00Z,chat-3",
    ].join("\n"),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a table comes in by the operator's columns: bad rows are told, twice is once", async () => {
  const words = [
    ...["outcomes", "import", join(folder, "tickets.csv"), "--data", join(folder, "data")],
    ...["--column", "id=Ticket", "--column", "occurred_at=Resolved", "--column", "session=Session"],
    ...["--set", "name=ticket_resolved", "--set", "accepted=true", "--json"],
  ];
  const [first, second, misspelt] = await runCommandLines([
    words,
    words,
    ["outcomes", "import", join(folder, "tickets.csv"), "--column", "acepted=Done"],
  ]);

  expect(first?.code).toBe(1);
  expect(importSummarySchema.parse(JSON.parse(first?.stdout ?? ""))).toMatchObject({
    sources: [{ source: "outcomes", rows: 3, added: 2, skipped: 1 }],
    skips: [{ reason: "time_unreadable", count: 1, examples: [{ place: "tickets.csv:3" }] }],
  });
  expect(importSummarySchema.parse(JSON.parse(second?.stdout ?? "")).sources).toMatchObject([
    { added: 0, already_there: 2 },
  ]);
  expect(misspelt?.code).toBe(2);
  expect(misspelt?.stderr).toContain("Did you mean accepted?");
});
