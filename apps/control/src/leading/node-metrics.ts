import { Gauge, type Registry } from "prom-client";
import type { NodeBoard } from "./node-board.ts";

/** What this node goes by, and whether others of the state go by something else. */
export function registerNodeMetrics(registry: Registry, board: NodeBoard): void {
  const registers = [registry];
  new Gauge({
    name: "headgate_settings",
    help: "1, labelled with digests of the configuration and of the prices that this node goes by.",
    labelNames: ["config", "price_book"],
    registers,
    collect() {
      this.reset();
      const { config, priceBook } = board.own();
      this.set({ config, price_book: priceBook }, 1);
    },
  });
  new Gauge({
    name: "headgate_nodes_differ",
    help: "1 while live nodes of one state go by different configurations or prices, else 0.",
    labelNames: ["in"],
    registers,
    collect() {
      const differing = board.differing();
      this.set({ in: "config" }, differing.includes("config") ? 1 : 0);
      this.set({ in: "prices" }, differing.includes("priceBook") ? 1 : 0);
    },
  });
}
