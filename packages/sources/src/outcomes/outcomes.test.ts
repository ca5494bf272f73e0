import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import type { Found } from "../source.ts";
import { fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { outcomes, outcomesTable } from "./source.ts";

const outcomesIn = (found: readonly Found[]) =>
  found.flatMap((one) => (one.kind === "outcome" ? [one.outcome] : []));
const file = (content: string) => memoryFile("events.csv", Buffer.from(content), 1000);

test("a table's columns become outcomes, and what is none is left out with reason and place", async () => {
  const found = await readAll(outcomes, fixtureFile("outcomes", "tickets.csv"));

  expect(outcomesIn(found)).toEqual([
    {
      id: "ticket-1",
      name: "ticket_resolved",
      occurred_at: "2026-11-02T09:30:00.000Z",
      accepted: true,
      value: "4.50",
      session: "chat-1",
      tags: { queue: "billing" },
    },
    {
      id: "ticket-2",
      name: "ticket_resolved",
      occurred_at: "2026-11-02T09:00:00.000Z",
      accepted: false,
      session: "chat-2",
    },
  ]);
  expect(skipsIn(found)).toEqual([
    "tickets.csv:4: identity_missing",
    "tickets.csv:5: time_unreadable",
    "tickets.csv:6: outcome_malformed",
    "tickets.csv:7: amount_unreadable",
    "tickets.csv:8: outcome_malformed",
  ]);
});

test("the operator says which column is what, and what every row has", async () => {
  const source = outcomesTable({
    columns: {
      id: "Ticket",
      occurred_at: "Resolved on",
      customer: "Account",
      "tag.queue": "Queue",
    },
    constants: { name: "ticket_resolved", accepted: "true" },
  });
  const content = [
    "Ticket;Resolved on;Account;Queue;window_from;window_to",
    "4711;2026-11-02;acme;billing;2026-11-01T00:00:00Z;2026-11-02T00:00:00Z",
    "4712;2026-11-02;acme;billing;2026-11-01T00:00:00Z;",
  ].join("\n");

  const found = await readAll(source, file(content));

  expect(outcomesIn(found)).toEqual([
    {
      id: "4711",
      name: "ticket_resolved",
      occurred_at: "2026-11-02T00:00:00.000Z",
      accepted: true,
      customer: "acme",
      tags: { queue: "billing" },
      window: { from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" },
    },
  ]);
  expect(skipsIn(found)).toEqual(["events.csv:3: outcome_malformed"]);
});

test("a column that is not there is one clear fault, not one for each row", async () => {
  const source = outcomesTable({ columns: { id: "Tikcet" }, constants: {} });

  const [skip, ...others] = await readAll(source, file("Ticket,name\n1,a\n2,b\n"));

  expect(skip).toMatchObject({
    skip: {
      reason: "header_unrecognised",
      place: "events.csv:1",
      detail: "there is no column Tikcet; there are Ticket, name",
    },
  });
  expect(others).toEqual([]);
});

test("ids of several calls stand in one cell", async () => {
  const content =
    "id,name,occurred_at,accepted,call_ids\n1,a,2026-11-02T00:00:00Z,1,x-1; x-2 x-3\n";

  expect(outcomesIn(await readAll(outcomes, file(content)))[0]?.call_ids).toEqual([
    "x-1",
    "x-2",
    "x-3",
  ]);
});
