import type { FoundRate } from "@headgate/contract";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { dollarsShown } from "../../format/money-text.ts";
import { componentNames } from "../../format/words.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import type { Reconciliation } from "./query.ts";
import { TakeRates } from "./take-rates.tsx";
import "../../ui/table.css";

/** Six decimals of the wire as money for the eye. */
const perMillion = (text: string): string => dollarsShown(`${text}000000`);

const keyOf = (rate: FoundRate): string =>
  [rate.provider, rate.model, rate.component, rate.tier, rate.valid_from].join(" ");

/** Prices found in bills, and how to take them over as dated overlays. */
export const RatePanel = ({ reconciliation }: Readonly<{ reconciliation: Reconciliation }>) => {
  const { rates } = reconciliation.report;
  const [taken, setTaken] = useState<readonly FoundRate[] | undefined>(undefined);
  if (rates.length === 0) return null;
  return (
    <Panel
      title="Rates that bills show"
      note="steady prices that differ from the list"
      flush
      actions={
        <Button size="compact-sm" variant="default" onClick={() => setTaken(rates)}>
          Take over all…
        </Button>
      }
    >
      <ScrollRegion label="Rates found in bills, one a line">
        <table className="table reconcile-table">
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Model</th>
              <th scope="col">Token class</th>
              <th scope="col">Tier</th>
              <th scope="col" className="number">
                Billed, USD per 1M
              </th>
              <th scope="col" className="number">
                List, USD per 1M
              </th>
              <th scope="col">Valid</th>
              <th scope="col">
                <span className="visually-hidden">Take over</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rates.map((rate) => (
              <tr key={keyOf(rate)}>
                <td>{rate.provider}</td>
                <td>
                  <Link
                    className="text-link"
                    to="/prices/model"
                    search={{ provider: rate.provider, model: rate.model }}
                  >
                    {rate.model}
                  </Link>
                </td>
                <td>{componentNames[rate.component]}</td>
                <td>{rate.tier ?? "any"}</td>
                <td className="number">
                  {rate.rounded ? "≈ " : ""}
                  {perMillion(rate.per_million)}
                </td>
                <td className="number muted">{perMillion(rate.list_per_million)}</td>
                <td className="tabular">
                  {rate.valid_from} – {rate.valid_to ?? "now"}
                </td>
                <td>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`Take over ${keyOf(rate)}`}
                    onClick={() => setTaken([rate])}
                  >
                    Take over…
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <TakeRates
        rates={taken}
        reconciliation={reconciliation}
        onClose={() => setTaken(undefined)}
      />
    </Panel>
  );
};
