import type { AddedOutcomes, Outcome } from "@headgate/contract";
import { outcomeColumns } from "../imports/outcome-columns.ts";
import { outcomeHash } from "../imports/outcome-hash.ts";
import { text } from "../reports/sql-values.ts";
import type { Connection } from "./connection.ts";
import { encodeLine } from "./encode-line.ts";
import { nextVersion } from "./row-version.ts";

/**
 * Adds outcomes, in one block; one that is there already, the same, changes nothing. What is replaced is kept before
 * it is replaced.
 */
export async function addOutcomes(
  connection: Connection,
  { outcomes, atMs }: Readonly<{ outcomes: readonly Outcome[]; atMs: number }>,
): Promise<AddedOutcomes> {
  if (outcomes.length === 0) return { added: 0, replaced: 0, already_there: 0 };
  const last = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const known = await knownHashes(connection, [...last.keys()]);
  const fresh = [...last.values()].filter(({ id }) => !known.has(id));
  const replacing = [...last.values()].filter((outcome) => {
    const hash = known.get(outcome.id);
    return hash !== undefined && hash !== outcomeHash(outcome);
  });
  if (replacing.length > 0) {
    await connection.run(
      `insert into replaced_outcomes
       select $replaced_at, * from outcomes where outcome_id in (select arrayJoin($ids))`,
      {
        replaced_at: { type: "timestamp", ms: atMs },
        ids: { type: "texts", texts: replacing.map(({ id }) => id) },
      },
    );
  }
  const version = nextVersion();
  await connection.insert(
    "outcomes",
    [...outcomeColumns.map(({ name }) => name), "row_version", "is_gone"],
    [...fresh, ...replacing].map((outcome) => encodeLine(outcomeColumns, outcome, [version, "0"])),
  );
  const lastHashes = new Map([...last].map(([id, outcome]) => [id, outcomeHash(outcome)]));
  // One that a later one of the same request takes the place of was replaced as well.
  const differing = outcomes.filter((outcome) => {
    const hash = outcomeHash(outcome);
    return hash !== lastHashes.get(outcome.id) && hash !== known.get(outcome.id);
  });
  const replaced = replacing.length + differing.length;
  return {
    added: fresh.length,
    replaced,
    already_there: outcomes.length - fresh.length - replaced,
  };
}

async function knownHashes(
  connection: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await connection.ask(
    "select outcome_id, content_hash from outcomes where outcome_id in (select unnest($ids))",
    { ids: { type: "texts", texts: ids } },
  );
  return new Map(
    rows.map((row) => {
      const hash = row.content_hash;
      if (typeof hash !== "bigint") throw new TypeError("the ledger answered with no hash");
      return [text(row, "outcome_id"), hash];
    }),
  );
}
