import type { StoresConfig } from "@headgate/contract";
import type { DataDirectory, StateStore } from "@headgate/ledger";
import type { Logger } from "pino";
import { createKeyFollower, FOLLOW_KEYS_MS } from "./follow-keys.ts";
import type { Lead } from "./lead.ts";
import { LOADS_TICK_MS, type LoadsElsewhere } from "./loads-elsewhere.ts";
import { BOARD_TICK_MS, createNodeBoard, type NodeBoard } from "./node-board.ts";
import type { NodeSettings } from "./node-settings.ts";
import {
  createSharedPrices,
  SHARE_PRICES_MS,
  type SharedPrices,
  unsharedPrices,
} from "./shared-prices.ts";

type Options = Readonly<{
  lead: Lead;
  state: StateStore;
  stores: StoresConfig;
  directory: Pick<DataDirectory, "keys" | "prices">;
  settings: () => NodeSettings;
  loads: Pick<LoadsElsewhere, "tick">;
  every: (intervalMs: number, tick: () => unknown) => void;
  nowMs: () => number;
  log: Logger;
}>;

/** Has this node know what others of its state change, and them what it does; nothing where there is it alone. */
export function shareWithNodes({
  lead,
  state,
  stores,
  directory,
  settings,
  loads,
  every,
  nowMs,
  log,
}: Options): Readonly<{ nodeBoard: NodeBoard; sharedPrices: SharedPrices }> {
  const { tables } = lead;
  const nodeBoard = createNodeBoard({ table: tables?.settings, lead, settings, nowMs, log });
  if (tables === undefined) return { nodeBoard, sharedPrices: unsharedPrices };

  const followKeys = createKeyFollower({ state, file: directory.keys, log });
  every(FOLLOW_KEYS_MS, () => void followKeys());
  every(BOARD_TICK_MS, () => void nodeBoard.tick());
  const sharedPrices = createSharedPrices({ folder: directory.prices, shelf: tables.prices, log });
  every(SHARE_PRICES_MS, () => void sharedPrices.tick());
  // Rows of another node's own ledger are in no answer of this one.
  if (stores.ledger.kind !== "duckdb") {
    every(LOADS_TICK_MS, () => {
      const node = lead.processes()?.find(({ isThis }) => isThis)?.node;
      if (node !== undefined) void loads.tick({ node, table: tables.loads });
    });
  }
  return { nodeBoard, sharedPrices };
}
