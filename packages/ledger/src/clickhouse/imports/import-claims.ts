import { integer } from "../../reports/sql-values.ts";
import type { Connection } from "../connection.ts";
import { laterVersion, serverVersion } from "../row-version.ts";

/** Whose an import is: an opening of a ledger, which several processes have at once. */
export type Owner = Readonly<{
  id: string;
  /** A claim of which nothing was heard for as long, by the server's clock, is nobody's. */
  claimMs: number;
}>;

export type ImportClaim = Readonly<{
  number: number;
  /** Sums that replace each other by their ids: what other processes import meanwhile changes nothing about them. */
  isBeside: boolean;
}>;

const isAlive = ({ claimMs }: Owner): string =>
  `heard_at > now64(6, 'UTC') - toIntervalMillisecond(${claimMs})`;

/** The numbers of imports that other openings are at, as a subquery. */
export const othersClaims = (owner: Owner): string =>
  `select number from import_claims where owner <> '${owner.id}' and ${isAlive(owner)}`;

/** Writes down that this opening is at an import; again, that it still is. */
export const claimImport = (
  connection: Connection,
  { id }: Owner,
  { number, isBeside }: ImportClaim,
): Promise<void> =>
  connection.run(
    `insert into import_claims (number, owner, is_beside, heard_at, row_version, is_gone)
     select ${number}, '${id}', ${isBeside}, now64(6, 'UTC'), ${serverVersion}, 0`,
  );

export const releaseImport = (
  connection: Connection,
  { id }: Owner,
  number: number,
): Promise<void> =>
  connection.run(
    `insert into import_claims select * replace (1 as is_gone, ${laterVersion} as row_version)
     from (select * from import_claims where number = ${number} and owner = '${id}')`,
  );

/**
 * What of others stands against a claim that was written down already. Each writes its own before it looks for others', so of two
 * that meet at least one sees the other's.
 */
export async function standsAgainst(
  connection: Connection,
  owner: Owner,
  { number, isBeside }: ImportClaim,
): Promise<"nothing" | "the number" | "an import"> {
  const [claims] = await connection.query(
    `select countIf(number = ${number}) as same_number, countIf(not is_beside and ${isAlive(owner)}) as at_one
     from import_claims where owner <> '${owner.id}'`,
  );
  // One that is over already was written down before its claim was taken back.
  const [imports] = await connection.query(
    `select count() as same_number from imports where number = ${number} settings final = 0`,
  );
  if (claims === undefined || imports === undefined) throw new TypeError("a count has no row");
  if (!isBeside && integer(claims, "at_one") > 0) return "an import";
  return integer(claims, "same_number") + integer(imports, "same_number") > 0
    ? "the number"
    : "nothing";
}
