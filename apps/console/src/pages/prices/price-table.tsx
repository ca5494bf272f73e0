import { Link } from "@tanstack/react-router";
import { componentNames } from "../../format/words.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { type ModelLine, mainComponents } from "./view-model.ts";

/** Prices at a glance; a model opens to all its records. */
export const PriceTable = ({ lines }: Readonly<{ lines: readonly ModelLine[] }>) => (
  <ScrollRegion label="Prices">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Provider</th>
          {mainComponents.map((component) => (
            <th scope="col" className="number" key={component}>
              {componentNames[component]}
            </th>
          ))}
          <th scope="col">Tiers</th>
          <th scope="col" className="number">
            Records
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr className="row-link" key={line.key}>
            <td>
              <Link
                className="whole-row text-link price-model"
                to="/prices/model"
                search={{ provider: line.provider, model: line.model }}
              >
                {line.model}
              </Link>
              {line.place === undefined ? null : <span className="price-place">{line.place}</span>}
            </td>
            <td>{line.provider}</td>
            {mainComponents.map((component) => (
              <td className="number" key={component}>
                {line.main[component] ?? "–"}
              </td>
            ))}
            <td className="price-tiers">{line.tiers.join(", ")}</td>
            <td className="number muted">{line.records}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
