import { hostname } from "node:os";
import { HeadgateError, type StoresConfig } from "@headgate/contract";
import type { Candidate } from "@headgate/postgres";
import type { Logger } from "pino";
import { version } from "../version.ts";
import type { LoadsTable } from "./loads-elsewhere.ts";
import type { Marks } from "./marks.ts";
import type { NodeSettingsTable } from "./node-settings.ts";
import type { PriceShelf } from "./price-shelf.ts";

/** Who does what must be done once. */
export interface Lead {
  /** Whether this process does it now. Alone, always. */
  leads(): boolean;
  /** All of them, where there can be several; empty while it is not known, absent where there is this one alone. */
  processes(): readonly Candidate[] | undefined;
  /** How much later PostgreSQL's time is than this machine's; undefined while it is not known, and alone. */
  skewMs?(): number | undefined;
  /** What a leader before this one has done; absent where there is this process alone. */
  readonly marks: Marks | undefined;
  /** What nodes tell each other; absent where there is this process alone. */
  readonly tables?: Readonly<{
    settings: NodeSettingsTable;
    prices: PriceShelf;
    loads: LoadsTable;
  }>;
  close(): Promise<void>;
}

type Options = Readonly<{
  state: StoresConfig["state"];
  /** Told when it led and does no longer: what is under way must end. */
  lost: (reason: Error) => void;
  log: Logger;
}>;

/** One control process has a data directory to itself; of several that share a state on PostgreSQL one leads. */
export async function openLead({ state, lost, log }: Options): Promise<Lead> {
  if (state.kind === "sqlite") {
    return {
      leads: () => true,
      processes: () => undefined,
      marks: undefined,
      close: async () => undefined,
    };
  }
  const { openPostgres, standForLeader } = await import("@headgate/postgres");
  const { openMarks } = await import("./marks.ts");
  const { postgresLoadsTable } = await import("./loads-elsewhere.ts");
  const { nodeSettingsTable } = await import("./node-settings.ts");
  const { postgresPriceShelf } = await import("./price-shelf.ts");
  const postgres = await openPostgres({
    ...state,
    schema: `${state.schema}_control`,
    max_connections: 2,
  });
  const marks = await openMarks(postgres).catch(async (error: unknown) => {
    await postgres.close();
    throw error;
  });
  const node = `${hostname()}-${process.pid}`;
  const leadership = standForLeader({
    ...{ postgres, version, node },
    changed: (leads) => {
      if (leads) log.info({ node }, "this control process leads now");
      else lost(new Error("leadership was lost: PostgreSQL did not answer, or ended the session"));
    },
    problem: (text) => log.warn({ node }, text),
  });
  return {
    marks,
    tables: {
      settings: nodeSettingsTable(postgres),
      prices: postgresPriceShelf(postgres),
      loads: postgresLoadsTable(postgres),
    },
    leads: () => leadership.leads(),
    processes: () => leadership.candidates(),
    skewMs: () => leadership.skewMs(),
    close: async () => {
      await leadership.close();
      await postgres.close();
    },
  };
}

/** @throws HeadgateError `not_leader` naming the process that leads and its host, where it is not this one */
export function refuseUnlessLeading(lead: Lead): void {
  if (lead.leads()) return;
  const leader = lead.processes()?.find(({ leads }) => leads);
  throw new HeadgateError(
    "not_leader",
    leader === undefined ? "Nobody leads at the moment." : leaderText(leader.node),
  );
}

/** The host stands for itself: a pod's or a container's name is what its own tools ask for. */
function leaderText(node: string): string {
  // A long name may have lost its process: PostgreSQL keeps 63 characters of an application's.
  const [, host, process] = /^(.+)-(\d+)$/.exec(node) ?? [];
  return host === undefined || process === undefined
    ? `${node} leads.`
    : `${node} leads: process ${process} of the host ${host}.`;
}
