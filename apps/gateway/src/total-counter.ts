import { Counter, type Registry } from "prom-client";

/** A metric that is counted elsewhere, and read when it is asked for. `name` ends in `_total`. */
export function registerTotal(
  registry: Registry,
  { name, help, read }: Readonly<{ name: string; help: string; read: () => number }>,
): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
