import type { AddedOutcomes, Outcome } from "@headgate/contract";
import { outcomeColumns } from "../imports/outcome-columns.ts";
import { outcomeHash } from "../imports/outcome-hash.ts";
import { text } from "../reports/sql-values.ts";
import type { Connection } from "./connection.ts";
import { encodeLine } from "./encode-line.ts";
import { nextVersion, versionIn } from "./row-version.ts";

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
  const known = await knownOutcomes(connection, [...last.keys()]);
  const fresh = [...last.values()].filter(({ id }) => known.get(id)?.hash === undefined);
  const replacing = [...last.values()].filter((outcome) => {
    const hash = known.get(outcome.id)?.hash;
    return hash !== undefined && hash !== outcomeHash(outcome);
  });
  if (replacing.length > 0) {
    // What is kept has the version that it had: a request that was cut off behind this and is sent again keeps it once.
    await connection.run(
      `insert into replaced_outcomes
       select $replaced_at, * from outcomes where outcome_id in (select arrayJoin($ids))
         and (outcome_id, row_version) not in (
           select outcome_id, row_version from replaced_outcomes where outcome_id in (select arrayJoin($ids)))`,
      {
        replaced_at: { type: "timestamp", ms: atMs },
        ids: { type: "texts", texts: replacing.map(({ id }) => id) },
      },
    );
  }
  await connection.insert(
    "outcomes",
    [...outcomeColumns.map(({ name }) => name), "row_version", "is_gone"],
    [...fresh, ...replacing].map((outcome) =>
      encodeLine(outcomeColumns, outcome, [nextVersion(known.get(outcome.id)?.version), "0"]),
    ),
  );
  const lastHashes = new Map([...last].map(([id, outcome]) => [id, outcomeHash(outcome)]));
  // One that a later one of the same request takes the place of was replaced as well.
  const differing = outcomes.filter((outcome) => {
    const hash = outcomeHash(outcome);
    return hash !== lastHashes.get(outcome.id) && hash !== known.get(outcome.id)?.hash;
  });
  const replaced = replacing.length + differing.length;
  return {
    added: fresh.length,
    replaced,
    already_there: outcomes.length - fresh.length - replaced,
  };
}

type Known = Readonly<{ hash: bigint | undefined; version: bigint }>;

/** What is there under these ids; one that is gone has no hash, and what is put in its place stands above it. */
async function knownOutcomes(
  connection: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const rows = await connection.query(
    `select outcome_id, max(row_version) as version, argMax(content_hash, row_version) as hash,
       argMax(is_gone, row_version) as is_gone_now
     from outcomes where outcome_id in (select arrayJoin($ids)) group by outcome_id settings final = 0`,
    { ids: { type: "texts", texts: ids } },
  );
  return new Map(
    rows.map((row) => {
      const { hash } = row;
      if (typeof hash !== "bigint") throw new TypeError("the ledger answered with no hash");
      const isGone = row.is_gone_now === true;
      return [
        text(row, "outcome_id"),
        { hash: isGone ? undefined : hash, version: versionIn(row) },
      ];
    }),
  );
}
