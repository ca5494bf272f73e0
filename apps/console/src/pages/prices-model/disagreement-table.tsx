import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { DisagreementLine } from "./view-model.ts";

/** What imported catalogues say otherwise. Nobody is outvoted: catalogues copy each other's mistakes. */
export const DisagreementTable = ({ lines }: Readonly<{ lines: readonly DisagreementLine[] }>) => (
  <ScrollRegion label="Where catalogues disagree">
    <table className="table">
      <TableHead columns={["Price of", "Tier", "Scope", { number: "Price book" }, "Catalogues"]} />
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <td>{line.what}</td>
            <td>{line.tier}</td>
            <td>{line.scope}</td>
            <td className="number">{line.book === undefined ? "–" : line.book}</td>
            <td>
              {line.said.map((said, index) => (
                <span key={`${said.catalogue} ${said.price}`}>
                  {index === 0 ? "" : ", "}
                  <span className="tabular">{said.price}</span>{" "}
                  <a className="text-link" href={said.url} target="_blank" rel="noreferrer">
                    {said.catalogue}
                    <span className="visually-hidden"> (opens a new tab)</span>
                  </a>{" "}
                  <span className="muted">of {said.day}</span>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
