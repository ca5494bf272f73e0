import type { DoctorCheck, HeadgateConfig, PostgresConfig, Status } from "@headgate/contract";
import { openPostgres, placeOf, postgresProblem } from "@headgate/postgres";
import { finding, ok } from "./check.ts";

const name = "shared state";
/** Who asks what is wrong does not wait longer for what does not answer. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Whether the database that many machines share can be asked; nothing where there is none. Nothing in it is changed. */
export async function checkState(
  config: HeadgateConfig | undefined,
): Promise<readonly DoctorCheck[]> {
  const state = config?.stores.state;
  return state?.kind === "postgres" ? [await checkDatabase(state)] : [];
}

async function checkDatabase(state: PostgresConfig): Promise<DoctorCheck> {
  const place = placeOf(state.url, state.schema);
  try {
    const postgres = await openPostgres({
      ...state,
      connect_timeout_ms: Math.min(state.connect_timeout_ms, CONNECT_TIMEOUT_MS),
    });
    await postgres.close();
    return ok(name, place);
  } catch (error) {
    return finding(
      name,
      `${place}: ${postgresProblem(error)}`,
      "Do what the message says; stores.state names the database, and docs/how-to/many-machines.md lists the rights that its user needs.",
    );
  }
}

/** Whether one control process leads, and all are of one version; nothing where there is one alone. */
export function checkLeader({ control_processes: processes }: Status): readonly DoctorCheck[] {
  if (processes === undefined) return [];
  const leader = processes.find(({ leads }) => leads);
  if (leader === undefined) {
    return [
      finding(
        "who leads",
        "no control process does",
        "Look whether PostgreSQL answers; one leads within seconds.",
      ),
    ];
  }
  const versions = new Set(processes.map(({ version }) => version));
  return versions.size === 1
    ? [ok("who leads", `${leader.node}, of ${processes.length}`)]
    : [
        finding(
          "who leads",
          processes.map(({ node, version }) => `${node} runs ${version}`).join(", "),
          "Finish the upgrade, or stop what does not belong here.",
        ),
      ];
}

/** Whether all nodes treat and price calls alike; nothing where there is one alone. */
export function checkNodes({ control_processes: processes }: Status): readonly DoctorCheck[] {
  if (processes === undefined || processes.length < 2) return [];
  const name = "what nodes go by";
  const kinds = [
    { what: "configuration", of: ({ config }: ControlProcess) => config },
    { what: "prices", of: ({ price_book }: ControlProcess) => price_book },
  ];
  const unlike = kinds.filter(
    ({ of }) => new Set(processes.map(of).filter((digest) => typeof digest === "string")).size > 1,
  );
  if (unlike.length === 0) {
    const silent = processes.filter((one) => kinds.some(({ of }) => typeof of(one) !== "string"));
    return [
      silent.length === 0
        ? ok(name, `the same configuration and prices on ${processes.length}`)
        : ok(name, `${silent.map(({ node }) => node).join(", ")} did not tell`),
    ];
  }
  return [
    finding(
      name,
      unlike
        .map(
          ({ what, of }) =>
            `${what}: ${processes.map((one) => `${one.node} ${of(one) ?? "unknown"}`).join(", ")}`,
        )
        .join("; "),
      "Give all nodes the same headgate.yaml and the same files in prices/; each takes them on within seconds.",
    ),
  ];
}

type ControlProcess = NonNullable<Status["control_processes"]>[number];
