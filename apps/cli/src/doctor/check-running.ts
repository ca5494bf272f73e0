import {
  counted,
  type DoctorCheck,
  HeadgateError,
  type Status,
  statusSchema,
  unpricedReport,
} from "@headgate/contract";
import { request } from "undici";
import type { z } from "zod";
import { showCount, showSpan } from "../command-line/show-time.ts";
import { isConnectionFailure } from "../management/connection-failure.ts";
import type { ManagementApi } from "../management/management-api.ts";
import { finding, findingOf, ok, skipped } from "./check.ts";

const TIMEOUT_MS = 5_000;
const LAG_LIMIT_MS = 60_000;
const ROWS_SHOWN = 5;
const UNPRICED_SPAN_MS = 7 * 86_400_000;

export type Running = Readonly<{
  checks: readonly DoctorCheck[];
  isUp: boolean;
  status: Status | undefined;
}>;

/** Whether a gateway and its control process answer. Nobody there is a finding only where an address was given. */
export async function findRunning(api: ManagementApi, isAddressGiven: boolean): Promise<Running> {
  const gateway = await checkGateway(api.url, isAddressGiven);
  if (gateway.state === "skipped") return { checks: [gateway], isUp: false, status: undefined };
  const isUp = gateway.state === "ok";
  try {
    const status = await api.get("/api/status", {}, statusSchema);
    const { rows } = status.ledger;
    const control = ok(
      "control",
      `${status.mode}, ${rows === null ? "the ledger does not say how many rows it has" : `${counted(rows, "row")} in the ledger`}`,
    );
    return { checks: [gateway, control, ...checkEngines(status)], isUp, status };
  } catch (error) {
    const isAway = error instanceof HeadgateError && error.code === "gateway_unreachable";
    const checks = isAway && !isUp ? [gateway] : [gateway, findingOf("control", error)];
    return { checks, isUp, status: undefined };
  }
}

/** Whether the servers answer that the running Headgate rests on; nothing where all is on its machine. */
export const checkEngines = ({ engines = [] }: Status): readonly DoctorCheck[] =>
  engines.map(({ part, engine, address, not_answering_since: since, problem }) => {
    const name = `the ${part}'s server`;
    const where = `${engine} at ${address}`;
    if (since !== null) {
      return finding(
        name,
        `${where} has not answered since ${since}: ${problem ?? "it does not say why"}`,
        "Look whether it runs and can be reached from the node; what gateways write waits in their spools meanwhile.",
      );
    }
    return problem === null
      ? ok(name, `${where} answers`)
      : finding(name, `${where}: ${problem}`, "Change the server, or `stores` in headgate.yaml.");
  });

async function checkGateway(url: string, isAddressGiven: boolean): Promise<DoctorCheck> {
  try {
    const answer = await request(`${url}/readyz`, {
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    await answer.body.dump();
    return answer.statusCode === 200
      ? ok("gateway", `${url} is ready`)
      : finding(
          "gateway",
          `${url} answers that it is not ready (${answer.statusCode})`,
          "Look at its log: the spool cannot be written, or it is starting or stopping.",
        );
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    return isAddressGiven
      ? findingOf("gateway", new HeadgateError("gateway_unreachable", `${url}: ${error.code}.`))
      : skipped("gateway", `none runs at ${url}`);
  }
}

/** What the loader says of itself: lag, lines set aside, rows that differ under one id, its last error. */
export function checkLoader({ loader }: Status): DoctorCheck {
  const name = "loader";
  if (loader.last_error !== null) {
    return finding(name, loader.last_error, "Look at control's log; the spool keeps what waits.");
  }
  if (loader.lag_ms !== null && loader.lag_ms > LAG_LIMIT_MS) {
    return finding(
      name,
      `${showSpan(loader.lag_ms)} behind, ${counted(loader.bytes_waiting, "byte waits", "bytes wait")}`,
      "Look at control's log and at the load of the machine.",
    );
  }
  if (loader.lines_quarantined > 0) {
    return finding(
      name,
      `${counted(loader.lines_quarantined, "line of the spool failed its", "lines of the spool failed their")} checksum`,
      "Look at the folder quarantine in the data directory. [spool_row_corrupt]",
    );
  }
  if (loader.rows_conflicting > 0) {
    return finding(
      name,
      `${counted(loader.rows_conflicting, "row")} came with an id that another row has`,
      "The ledger kept the row that it had: a spool file was changed or copied by hand.",
    );
  }
  return ok(name, loader.lag_ms === null ? "nothing waits" : `${showSpan(loader.lag_ms)} behind`);
}

/** Calls of the last seven days that no price was found for. */
export async function checkUnpriced(
  api: ManagementApi,
  { ledger }: Status,
  nowMs: number,
): Promise<DoctorCheck> {
  const name = "unpriced calls";
  // A report would be waited for as long as a question may take.
  if (ledger.rows === null) return skipped(name, "the ledger does not answer");
  try {
    const { rows } = await api.get(
      "/api/reports/unpriced",
      {
        from: new Date(nowMs - UNPRICED_SPAN_MS).toISOString(),
        to: new Date(nowMs).toISOString(),
      },
      unpricedReport,
    );
    if (rows.length === 0) return ok(name, "none in seven days");
    const attempts = rows.reduce((sum, row) => sum + row.attempts, 0);
    const shown = rows.slice(0, ROWS_SHOWN).map(unpricedText);
    const more = rows.length - shown.length;
    return finding(
      name,
      `${counted(attempts, "attempt")} in seven days: ${shown.join("; ")}${more === 0 ? "" : `; and ${showCount(more)} more`}`,
      "Where a price is missing, take it from a catalogue (`headgate prices import`), write a price file, or say under price_names what a name of yours stands for; then `headgate prices rerate` prices these calls too. docs/how-to/prices.md says how.",
    );
  } catch (error) {
    return findingOf(name, error);
  }
}

type UnpricedRow = z.output<typeof unpricedReport>["rows"][number];

/** `openai/gpt-x, 12 attempts (no price is known for cache_read)` */
const unpricedText = ({ provider, model, reason, attempts }: UnpricedRow): string =>
  `${provider}/${model ?? "(no model)"}, ${counted(attempts, "attempt")}${reason === null ? "" : ` (${reason})`}`;
