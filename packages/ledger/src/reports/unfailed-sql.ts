import { unfailedOutcomes } from "@headgate/contract";

/** The outcomes that are no failure, as a list of SQL. */
export const unfailedSql = `(${unfailedOutcomes.map((outcome) => `'${outcome}'`).join(", ")})`;
