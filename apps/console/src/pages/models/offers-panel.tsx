import type { ModelOffersReport } from "@headgate/contract";
import { Badge } from "../../ui/badge.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { OFFER_DAYS } from "./query.ts";
import { lookedAt, type OfferView, offerViews } from "./view-model.ts";

/** Models that no pool has, and what they could take. */
export const OffersPanel = ({ report }: Readonly<{ report: ModelOffersReport }>) => (
  <Panel
    title="Models you could try"
    note={`on your calls of the last ${OFFER_DAYS} days`}
    foot={lookedAt(report)}
    actions={
      report.offers.length === 0 ? null : (
        <TableCsv path="/api/models/offers" answer={report} label="Save the offers as CSV" />
      )
    }
  >
    {report.offers.length === 0 ? (
      <p className="muted">No model outside of your pools could take a task for less.</p>
    ) : (
      <ul className="model-offers">
        {offerViews(report).map((offer) => (
          <Offer key={offer.model} offer={offer} />
        ))}
      </ul>
    )}
  </Panel>
);

const Offer = ({ offer }: Readonly<{ offer: OfferView }>) => (
  <li className="model-offer">
    <h3>
      {offer.model} <Badge tone="plain">{offer.tier}</Badge>
    </h3>
    <p>{offer.headline}</p>
    {offer.notes.map((note) => (
      <p className="muted" key={note}>
        {note}
      </p>
    ))}
    <ScrollRegion label={`Tasks that ${offer.model} could take`}>
      <table className="table">
        <TableHead
          columns={[
            "Task",
            "Now at",
            { number: "Calls" },
            { number: "Saves a month" },
            { number: "Trial" },
            "Its tier for it",
          ]}
        />
        <tbody>
          {offer.tasks.map((task) => (
            <tr key={task.key}>
              <td>{task.task}</td>
              <td>{task.now}</td>
              <td className="number">{task.calls}</td>
              <td className="number">{task.saves}</td>
              <td className="number">{task.trial}</td>
              <td>{task.able}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
    <CodeBlock text={offer.config} label={`line for headgate.yaml that tries ${offer.model}`} />
  </li>
);
