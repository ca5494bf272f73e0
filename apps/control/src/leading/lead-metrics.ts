import { Gauge, type Registry } from "prom-client";
import type { Lead } from "./lead.ts";

/** Whether this process leads, and who else stands. */
export function registerLeadMetrics(registry: Registry, lead: Lead): void {
  const registers = [registry];
  new Gauge({
    name: "headgate_control_leads",
    help: "1 when this control process does what must be done once, else 0.",
    registers,
    collect() {
      this.set(lead.leads() ? 1 : 0);
    },
  });
  new Gauge({
    name: "headgate_control_processes",
    help: "Control processes that share this state, by their version; absent where there can be one alone.",
    labelNames: ["version"],
    registers,
    collect() {
      this.reset();
      for (const { version } of lead.processes() ?? []) this.inc({ version });
    },
  });
}
