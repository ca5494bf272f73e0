import type { LedgerRow, PriceRecord } from "@headgate/contract";
import { confidenceMeanings } from "../../format/words.ts";
import { ConfidenceBadge } from "../../ui/confidence-badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { type ChargeRow, chargeRows, costFacts } from "./charge-model.ts";

const RecordLink = ({ row }: Readonly<{ row: ChargeRow }>) =>
  row.record === undefined ? (
    <span className="code">{row.recordId}</span>
  ) : (
    <>
      <a
        className="text-link"
        href={row.record.source.url}
        target="_blank"
        rel="noreferrer"
        title={row.recordId}
      >
        {new URL(row.record.source.url).hostname}
        <span className="visually-hidden"> (source of {row.recordId}, opens a new tab)</span>
      </a>{" "}
      <span className="record-date">read {row.record.source.read_at}</span>
    </>
  );

/** What an attempt cost, line by line, with where each price comes from. */
export const ChargeTable = ({
  row,
  records,
}: Readonly<{ row: LedgerRow; records: readonly PriceRecord[] }>) => {
  const lines = chargeRows(row, records);
  const withOverlay = lines.some(({ overlay }) => overlay !== undefined);
  const withModel = row.charge.lines.some(({ model }) => model !== undefined);
  const { confidence, reason } = row.charge;
  return (
    <>
      <p className="reason">
        <ConfidenceBadge confidence={confidence} />
        <span>{reason === undefined ? confidenceMeanings[confidence] : reason}</span>
      </p>
      {confidence === "unknown" ? null : (
        <dl className="costs">
          {costFacts(row).map(({ label, cost, meaning }) => (
            <div key={label} title={meaning}>
              <dt>{label}</dt>
              <dd>{cost === null ? <span className="unpriced">unpriced</span> : cost}</dd>
            </div>
          ))}
        </dl>
      )}
      {lines.length === 0 ? null : (
        <ScrollRegion label="Charge, line by line">
          <table className="table">
            <thead>
              <tr>
                {withModel ? <th scope="col">Model</th> : null}
                <th scope="col">Component</th>
                <th scope="col" className="number">
                  Quantity
                </th>
                <th scope="col" className="number">
                  Unit price
                </th>
                <th scope="col" className="number">
                  List cost
                </th>
                {withOverlay ? (
                  <th scope="col" className="number">
                    Your terms
                  </th>
                ) : null}
                <th scope="col">Tier</th>
                <th scope="col">Scope</th>
                <th scope="col">Price record</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.key}>
                  {withModel ? <td className="charge-model">{line.model ?? "–"}</td> : null}
                  <td>{line.component}</td>
                  <td className="number">{line.quantity}</td>
                  <td className="number">
                    {line.price} <span className="muted">{line.unit}</span>
                  </td>
                  <td className="number">{line.cost}</td>
                  {withOverlay ? (
                    <td className="number">
                      {line.overlay === undefined ? (
                        "–"
                      ) : (
                        <>
                          {line.overlay.cost} <span className="muted">{line.overlay.names}</span>
                        </>
                      )}
                    </td>
                  ) : null}
                  <td>{line.tier ?? "–"}</td>
                  <td>{line.place ?? "–"}</td>
                  <td>
                    <RecordLink row={line} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </>
  );
};
