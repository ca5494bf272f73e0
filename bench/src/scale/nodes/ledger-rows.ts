import type { TestServer } from "@headgate/tests/servers";
import { z } from "zod";

const row = z.object({
  response_id: z.string(),
  user: z.string().nullable(),
  /** Dollars; null where it is not known. */
  effective_cost: z.string().nullable(),
});
export type LedgerAnswer = z.infer<typeof row>;

/** Every attempt that has an answer's id, as ClickHouse holds it: asked past Headgate, so that it cannot flatter itself. */
export async function ledgerAnswers({ url }: Pick<TestServer, "url">): Promise<LedgerAnswer[]> {
  const sql = `select response_id, user, toString(effective_cost) as effective_cost
    from headgate.attempts final where response_id is not null and not is_gone format JSONEachRow`;
  const answer = await fetch(url, { method: "POST", body: sql });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the ledger's server: ${text}`);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => row.parse(JSON.parse(line)));
}
