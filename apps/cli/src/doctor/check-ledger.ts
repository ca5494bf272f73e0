import type { DoctorCheck, HeadgateConfig } from "@headgate/contract";
import { lookAtLedger } from "@headgate/ledger";
import { findingOf, ok } from "./check.ts";

/** Who asks what is wrong does not wait longer for what does not answer. */
const ANSWERS_MS = 3_000;

/** Whether the server that the ledger is on can be asked, and may hold it; nothing where it is this machine's own file. */
export async function checkLedger(
  config: HeadgateConfig | undefined,
): Promise<readonly DoctorCheck[]> {
  const ledger = config?.stores.ledger;
  if (ledger?.kind !== "clickhouse") return [];
  const name = "shared ledger";
  try {
    const request_timeout_ms = Math.min(ledger.request_timeout_ms, ANSWERS_MS);
    const version = await lookAtLedger({ ...ledger, request_timeout_ms });
    return [ok(name, `${new URL(ledger.url).host}, version ${version}`)];
  } catch (error) {
    return [findingOf(name, error)];
  }
}
