import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Errors of several nodes, and of moving to what they share: part of the catalogue. */
export const nodeErrors = {
  migration_running: {
    status: 409,
    retry: true,
    summary: "The stores are being copied already.",
    mend: "Wait until that is done; `headgate migrate` then copies what came since.",
  },
  stores_held: {
    status: 503,
    retry: true,
    summary:
      "The stores were copied for the last time and are about to move: nothing that would stay behind is taken in.",
    mend: "Exchange `stores` and `move_to` in headgate.yaml and restart Headgate. `headgate migrate --lift` goes on here instead; copy again then before you move.",
  },
  migration_lifted: {
    status: 409,
    retry: false,
    summary: "The last copy was ended by `headgate migrate --lift`.",
    mend: "Give `headgate migrate --last` again before you move.",
  },
  nodes_differ: {
    retry: false,
    summary: "Nodes of one state go by different configurations or prices.",
    mend: "Give all nodes the same headgate.yaml and the same files in prices/; `headgate doctor` names what each goes by.",
  },
  nodes_not_stopped: {
    status: 409,
    retry: true,
    summary:
      "Other nodes share these stores, and the last copy holds what comes at one node alone.",
    mend: "Stop all nodes but the one that leads, then give the command again.",
  },
  migration_unset: {
    status: 409,
    retry: false,
    summary: "The configuration does not say where the stores are to be moved.",
    mend: "Name the stores to move to under `move_to` in headgate.yaml, in the form of `stores`.",
  },
} as const satisfies Record<string, CatalogueEntry>;
