import { ScrollRegion } from "../../ui/scroll-region.tsx";
import type { ModelLine } from "./view-model.ts";

/** Every record of a model, with its source and dates. */
export const PriceDetails = ({ line }: Readonly<{ line: ModelLine }>) => (
  <>
    {line.aliases.length === 0 ? null : (
      <p className="price-aliases">
        Also <span className="code">{line.aliases.join(", ")}</span>
      </p>
    )}
    <ScrollRegion label={`Price records of ${line.model}`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col">Tier</th>
            <th scope="col">Scope</th>
            <th scope="col" className="number">
              Price
            </th>
            <th scope="col">Condition</th>
            <th scope="col">Valid</th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        <tbody>
          {line.details.map((detail) => (
            <tr key={detail.id} title={detail.id}>
              <td>{detail.component}</td>
              <td>{detail.tier}</td>
              <td>{detail.scope}</td>
              <td className="number">
                {detail.price} <span className="muted">/ {detail.unit}</span>
              </td>
              <td>{detail.condition === undefined ? "–" : detail.condition}</td>
              <td className="tabular" style={{ whiteSpace: "nowrap" }}>
                from {detail.validFrom}
                {detail.validTo === undefined ? null : ` to ${detail.validTo}`}
              </td>
              <td style={{ whiteSpace: "nowrap" }}>
                <a className="text-link" href={detail.sourceUrl} target="_blank" rel="noreferrer">
                  {detail.sourceHost}
                  <span className="visually-hidden"> (opens a new tab)</span>
                </a>{" "}
                <span className="muted">read {detail.readAt}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </>
);
