import { type ImportBatchRequest, importUnderWay } from "@headgate/contract";
import type { Stack } from "../stack/start-stack.ts";

/** Loads constructed rows as an import does. */
export async function importRows(
  stack: Stack,
  rows: Readonly<{
    named: readonly string[];
    batch: Omit<ImportBatchRequest, "sequence">;
    finish: object;
  }>,
): Promise<void> {
  const post = (path: string, body: unknown) =>
    stack.api(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const { id } = importUnderWay.parse(await post("/api/imports", { named: rows.named }));
  await post(`/api/imports/${id}/batches`, { sequence: 0, ...rows.batch });
  await post(`/api/imports/${id}/finish`, rows.finish);
}
