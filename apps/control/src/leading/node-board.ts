import type { Logger } from "pino";
import type { Lead } from "./lead.ts";
import type { NodeSettings, NodeSettingsTable } from "./node-settings.ts";

/** How often a node tells what it goes by, and looks what others do. */
export const BOARD_TICK_MS = 1_000;
/** Files reach nodes one after the other, a ConfigMap within two minutes; what differs for longer is told of. */
export const DIFFERS_FOR_MS = 180_000;
const TELL_AGAIN_MS = 3_600_000;
const FORGET_AFTER_MS = 24 * TELL_AGAIN_MS;

/** What each node goes by: its configuration and its prices are files of its own. */
export interface NodeBoard {
  own(): NodeSettings;
  /** Of a process that stands for leadership; undefined while it has told nothing. */
  of(node: string): NodeSettings | undefined;
  /** In what processes that live differ now. */
  differing(): readonly (keyof NodeSettings)[];
  /** The same in words, with who goes by what, where it has lasted; undefined otherwise. */
  problem(): string | undefined;
  /** Tells and looks once; what fails is told once, and what was known stays. */
  tick(): Promise<void>;
}

type Options = Readonly<{
  /** Undefined where there is this process alone. */
  table: NodeSettingsTable | undefined;
  lead: Pick<Lead, "processes">;
  settings: () => NodeSettings;
  nowMs: () => number;
  log: Logger;
}>;

export function createNodeBoard({ table, lead, settings, nowMs, log }: Options): NodeBoard {
  let known: ReadonlyMap<string, NodeSettings> = new Map();
  let told: Readonly<{ by: string; settings: NodeSettings; atMs: number }> | undefined;
  let differsSinceMs: number | undefined;
  let logged: string | undefined;
  let isFailureTold = false;
  let underWay = false;

  const live = (): readonly Readonly<{ node: string; settings: NodeSettings }>[] =>
    (lead.processes() ?? []).flatMap(({ node, isThis }) => {
      const goesBy = isThis ? settings() : known.get(node);
      return goesBy === undefined ? [] : [{ node, settings: goesBy }];
    });
  const differing = (): readonly (keyof NodeSettings)[] =>
    (["config", "priceBook"] as const).filter(
      (what) => new Set(live().map((one) => one.settings[what])).size > 1,
    );
  const problem = (): string | undefined => {
    if (differsSinceMs === undefined || nowMs() - differsSinceMs < DIFFERS_FOR_MS) return undefined;
    const what = differing();
    return what.length === 0 ? undefined : differText(what, live());
  };

  const look = async (table: NodeSettingsTable, node: string): Promise<void> => {
    const now = nowMs();
    const own = settings();
    const isTold =
      told?.by === node &&
      told.settings.config === own.config &&
      told.settings.priceBook === own.priceBook &&
      now - told.atMs < TELL_AGAIN_MS;
    if (!isTold) {
      await table.tell(node, own, now, now - FORGET_AFTER_MS);
      told = { by: node, settings: own, atMs: now };
    }
    known = await table.all();
    if (differing().length === 0) differsSinceMs = undefined;
    else differsSinceMs ??= now;
    const text = problem();
    if (text !== undefined && text !== logged) log.warn({ code: "nodes_differ" }, text);
    logged = text;
  };

  return {
    own: settings,
    of: (node) => known.get(node),
    differing,
    problem,
    tick: async () => {
      // As other processes name this one, which is known once the first heartbeat is answered.
      const node = lead.processes()?.find(({ isThis }) => isThis)?.node;
      if (table === undefined || node === undefined || underWay) return;
      underWay = true;
      try {
        await look(table, node);
        isFailureTold = false;
      } catch (error) {
        if (!isFailureTold) log.error({ err: error }, "what other nodes go by is not known");
        isFailureTold = true;
      } finally {
        underWay = false;
      }
    },
  };
}

const NAMES = { config: "configurations", priceBook: "prices" } as const;

function differText(
  what: readonly (keyof NodeSettings)[],
  live: readonly Readonly<{ node: string; settings: NodeSettings }>[],
): string {
  const named = live.map(
    ({ node, settings }) => `${node} by ${what.map((one) => settings[one]).join(" and ")}`,
  );
  return `Nodes go by different ${what.map((one) => NAMES[one]).join(" and ")}: ${named.join(", ")}. Give all of them the same files.`;
}
