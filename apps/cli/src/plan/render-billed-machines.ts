import {
  type BilledMachines,
  billedEndpoints,
  billedLeftOutText,
  billedLines,
} from "@headgate/contract";
import { displayCurrencyCompact } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { colors } from "../command-line/terminal.ts";
import { money } from "./render-demand.ts";

const moneyText = (amount: string, currency: string): string =>
  currency === "USD" ? money(amount) : displayCurrencyCompact(amount, currency);

/** Hours of machines with accelerators as bills have them, and SageMaker's endpoints. */
export function renderBilledMachines(report: BilledMachines, width: number): string {
  const machines = billedLines(report, moneyText);
  const endpoints = billedEndpoints(report, moneyText);
  const leftOut = billedLeftOutText(report);
  return [
    ...(machines.length === 0
      ? []
      : [
          colors.bold("Machines with accelerators on the bills, at their effective cost"),
          renderTable(
            [
              { title: "machine" },
              { title: "region" },
              { title: "for" },
              { title: "paid" },
              { title: "quantity", align: "right" },
              { title: "at least", align: "right" },
              { title: "cost", align: "right" },
              { title: "at list prices", align: "right" },
            ],
            machines.map((one) => [
              ...[one.machine, one.region, one.use, one.paid],
              ...[one.quantity, one.least, one.cost, one.listCost],
            ]),
            width,
          ),
        ]),
    ...(endpoints.length === 0
      ? []
      : [
          "",
          colors.bold("Endpoints on the bills"),
          renderTable(
            [
              { title: "endpoint" },
              { title: "machine" },
              { title: "billed on" },
              { title: "called" },
              { title: "cost", align: "right" },
            ],
            endpoints.map((one) => [one.name, one.machine, one.days, one.called, one.cost]),
            width,
          ),
        ]),
    ...(leftOut === undefined ? [] : ["", leftOut]),
  ].join("\n");
}
