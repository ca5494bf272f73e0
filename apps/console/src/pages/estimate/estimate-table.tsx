import { Link } from "@tanstack/react-router";
import { ConfidenceBadge } from "../../ui/confidence-badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import type { EstimateLine } from "./view-model.ts";

const Amount = ({ text }: Readonly<{ text: string }>) =>
  text === "unpriced" ? <span className="unpriced">unpriced</span> : text;

/** One line a model. */
export const EstimateTable = ({ lines }: Readonly<{ lines: readonly EstimateLine[] }>) => {
  const discounted = lines.some(({ overlays }) => overlays !== undefined);
  return (
    <ScrollRegion label="What the calls would cost">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Provider</th>
            <th scope="col" className="number">
              All calls, USD
            </th>
            <th scope="col" className="number">
              A call, USD
            </th>
            {discounted ? (
              <th scope="col" className="number">
                List, USD
              </th>
            ) : null}
            <th scope="col">Against the dearest</th>
            <th scope="col">Confidence</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>
                {line.provider === undefined ? (
                  line.model
                ) : (
                  <Link
                    className="text-link"
                    to="/prices/model"
                    search={{ provider: line.provider, model: line.model }}
                  >
                    {line.model}
                  </Link>
                )}
              </td>
              <td>{line.provider === undefined ? "–" : line.provider}</td>
              <td className="number">
                <Amount text={line.total} />
              </td>
              <td className="number">
                <Amount text={line.perCall} />
              </td>
              {discounted ? (
                <td className="number">
                  <Amount text={line.list} />
                  {line.overlays === undefined ? null : (
                    <span className="muted estimate-overlays">{line.overlays}</span>
                  )}
                </td>
              ) : null}
              <td>
                {line.share === undefined ? (
                  "–"
                ) : (
                  <span className="estimate-track">
                    <span className="estimate-fill" style={{ width: `${line.share * 100}%` }} />
                  </span>
                )}
              </td>
              <td>
                <ConfidenceBadge confidence={line.confidence} />
              </td>
              <td className="muted estimate-reason">
                {line.reason === undefined ? "–" : line.reason}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
