import type { ReactNode } from "react";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import type { OutcomeLine } from "./view-model.ts";
import "../../ui/table.css";

/** Outcomes in lines: how many, what they cost, what each accepted one cost. */
export const MeasureTable = ({
  label,
  first,
  lines,
}: Readonly<{
  label: string;
  /** What the first column is. */
  first: string;
  lines: readonly Readonly<{ key: string; title: ReactNode; line: OutcomeLine | undefined }>[];
}>) => (
  <ScrollRegion label={label}>
    <table className="table outcome-measures">
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col" className="number">
            Each accepted
          </th>
          <th scope="col" className="number">
            Accepted
          </th>
          <th scope="col" className="number">
            Outcomes
          </th>
          <th scope="col" className="number">
            Cost
          </th>
          <th scope="col" className="number">
            Failed, retried
          </th>
          <th scope="col" className="number">
            Per 1,000 tokens
          </th>
          <th scope="col" className="number">
            Without a call
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, title, line }) => (
          <tr key={key}>
            <td>{title}</td>
            {line === undefined ? (
              <td colSpan={7} className="muted">
                no outcome
              </td>
            ) : (
              <>
                <td className="number outcome-each">{line.each}</td>
                <td className="number">{line.accepted}</td>
                <td className="number">{line.outcomes}</td>
                <td className="number">{line.cost}</td>
                <td className="number">{line.failed}</td>
                <td className="number">{line.perThousandTokens}</td>
                <td className="number muted">{line.withoutCalls}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
