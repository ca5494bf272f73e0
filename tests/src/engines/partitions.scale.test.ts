import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type CuttableProxy, cuttableProxy } from "../servers/index.ts";
import {
  type EngineName,
  type EngineNode,
  namedEngines,
  noEngines,
  simulatedProvider,
  startEngineNode,
  storesOf,
} from "./engine-node.fixture.ts";

const engines = namedEngines();
const PATIENCE = { timeout: 180_000, interval: 200 };
const BUDGET = "hard";

describe.skipIf(engines === undefined)("a node that an engine cannot be reached from", () => {
  test("takes the calls that it may take, beside one that goes on, and has lost nothing once the network is whole", async () => {
    const { cut, other, links } = await startNodes();
    const keys = { covered: await other.createKey("covered"), free: await other.createKey("free") };
    const settled = { covered: 0, free: 0 };
    /** Calls until it is answered so; whole answers are counted. */
    const until = (node: EngineNode, key: keyof typeof keys, answer: RegExp) =>
      vi.waitFor(async () => {
        const found = await node.call(keys[key]);
        if (found === 200) settled[key] += 1;
        expect(String(found)).toMatch(answer);
      }, PATIENCE);
    const both = async (node: EngineNode) => {
      await until(node, "covered", /^200$/);
      await until(node, "free", /^200$/);
    };
    await both(cut);
    await both(other);

    links.counters.cut();
    await until(cut, "covered", /^503 .*budgets_unavailable/s);
    await until(cut, "free", /^200$/);
    await both(other);
    links.counters.heal();
    await both(cut);

    links.state.cut();
    await both(cut);
    await both(other);
    const leads = (await other.status()).control_processes?.find(({ is_this }) => is_this)?.leads;
    expect(leads).toBe(true);
    const made = await other.createKey("made meanwhile");
    links.state.heal();
    await vi.waitFor(async () => expect(await cut.call(made)).toBe(200), PATIENCE);
    settled.free += 1;

    // All of it is in by now, so that what waits from here on waits because of the cut.
    await vi.waitFor(
      async () => expect((await cut.status()).loader.bytes_waiting).toBe(0),
      PATIENCE,
    );
    links.ledger.cut();
    await both(cut);
    await both(other);
    await vi.waitFor(
      async () => expect((await cut.status()).loader.bytes_waiting).toBeGreaterThan(0),
      PATIENCE,
    );
    links.ledger.heal();

    const sent = settled.covered + settled.free;
    await vi.waitFor(async () => {
      for (const node of [cut, other]) expect((await node.status()).loader.bytes_waiting).toBe(0);
      expect((await other.totals()).attempts).toBeGreaterThanOrEqual(sent);
    }, PATIENCE);
    expect(await cut.totals()).toMatchObject({ calls: sent, attempts: sent });
    const { budgets } = await other.budgets();
    expect(budgets.map(({ name, accounts }) => [name, accounts[0]?.spent])).toEqual([
      [BUDGET, String(settled.covered)],
    ]);
  }, 900_000);
});

/** The one that is not cut off comes first: it makes the schemas, and leads. */
async function startNodes() {
  const found = engines ?? noEngines();
  const links: Record<EngineName, CuttableProxy> = {
    ledger: await linkTo(found.ledger),
    state: await linkTo(found.state),
    counters: await linkTo(found.counters),
  };
  const behind = (engine: EngineName): string =>
    found[engine].replace(/:\d+(?=\/|$)/, `:${links[engine].port}`);
  const name = `partition_${randomUUID().slice(0, 8)}`;
  const config = {
    providers: await simulatedProvider(),
    budgets: [
      {
        ...{ name: BUDGET, measure: "requests" as const, limit: "1000000" },
        ...{ window: "month" as const, match: { team: "covered" } },
      },
    ],
  };
  const other = await startEngineNode({ ...config, stores: storesOf(name, found) });
  const cut = await startEngineNode({
    ...config,
    stores: storesOf(name, {
      ledger: behind("ledger"),
      state: behind("state"),
      counters: behind("counters"),
    }),
  });
  return { cut, other, links };
}

async function linkTo(url: string): Promise<CuttableProxy> {
  const link = await cuttableProxy(Number(new URL(url).port));
  onTestFinished(async () => {
    link.heal();
    await link.close();
  });
  return link;
}
