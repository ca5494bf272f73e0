import { lookAtValkey } from "@headgate/budgets";
import type { DoctorCheck, HeadgateConfig, ValkeyConfig } from "@headgate/contract";
import { finding, ok } from "./check.ts";

/** Further apart, and two machines' windows begin at moments that people see. */
const MOST_SKEW_MS = 2_000;
const name = "shared counters";

/** Whether the server that keeps budgets for many machines can be asked, and may keep them; nothing where there is none. */
export async function checkCounters(
  config: HeadgateConfig | undefined,
): Promise<readonly DoctorCheck[]> {
  const counters = config?.stores.counters;
  return counters?.kind === "valkey" ? [await checkServer(counters)] : [];
}

async function checkServer(counters: ValkeyConfig): Promise<DoctorCheck> {
  try {
    const { address, version, keepsLog, skewMs, unfit } = await lookAtValkey(counters);
    if (unfit !== undefined) {
      return finding(name, `${address}: ${unfit}`, "Change the server, or stores.counters.");
    }
    if (Math.abs(skewMs) > MOST_SKEW_MS) {
      return finding(
        name,
        `${address}: its time differs from this machine's by ${skewMs} ms`,
        "Have all machines set their time by the same source (NTP).",
      );
    }
    return keepsLog
      ? ok(name, `${address}, version ${version}`)
      : finding(
          name,
          `${address}, version ${version}, keeps no log (appendonly no)`,
          "Set appendonly yes: without it each restart of the server closes hard budgets until the ledger is read.",
        );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return finding(
      name,
      reason,
      "Look whether the server runs and what stores.counters says of its address, user and password; docs/how-to/many-machines.md lists the rights that its user needs.",
    );
  }
}
