import { attributionFields, type Outcome } from "@headgate/contract";
import type { TakenColumn } from "../column.ts";
import { outcomeHash } from "./outcome-hash.ts";

type OutcomeColumn = TakenColumn<Outcome>;

/** The columns of `outcomes` in their order. */
export const outcomeColumns: readonly OutcomeColumn[] = [
  { name: "outcome_id", type: "VARCHAR", take: (outcome) => outcome.id },
  { name: "name", type: "VARCHAR", take: (outcome) => outcome.name },
  { name: "occurred_at", type: "TIMESTAMP", take: (outcome) => Date.parse(outcome.occurred_at) },
  { name: "accepted", type: "BOOLEAN", take: (outcome) => outcome.accepted },
  { name: "value_amount", type: "DECIMAL(38,12)", take: (outcome) => outcome.value ?? null },
  // Ids have no blanks in them, so each is a line.
  { name: "call_ids", type: "VARCHAR", take: (outcome) => outcome.call_ids?.join("\n") ?? null },
  { name: "trace_id", type: "VARCHAR", take: (outcome) => outcome.trace_id ?? null },
  { name: "tags", type: "MAP(VARCHAR, VARCHAR)", take: (outcome) => outcome.tags ?? {} },
  { name: "window_from", type: "TIMESTAMP", take: ({ window }) => msOf(window?.from) },
  { name: "window_to", type: "TIMESTAMP", take: ({ window }) => msOf(window?.to) },
  ...attributionFields.map(
    (field): OutcomeColumn => ({
      name: field,
      type: "VARCHAR",
      take: (outcome) => outcome[field] ?? null,
    }),
  ),
  { name: "content_hash", type: "BIGINT", take: outcomeHash },
];

const msOf = (moment: string | undefined): number | null =>
  moment === undefined ? null : Date.parse(moment);
