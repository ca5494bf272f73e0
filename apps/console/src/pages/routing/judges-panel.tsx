import type { RoutingReport } from "@headgate/contract";
import { Badge } from "../../ui/badge.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { judgeLines } from "./view-model.ts";

/** The models that compare answers, and whether they are believed. */
export const JudgesPanel = ({ report }: Readonly<{ report: RoutingReport }>) => {
  const lines = judgeLines(report);
  return (
    <Panel
      title="Judges"
      flush
      foot="A judge is shown wrong answers on purpose now and then. One that does not see through them is not believed, and nothing that it says is learned; nor one that people contradict on answers that both have judged. At least: a lower bound at 95 % confidence. Kappa: agreement beyond chance. Too good: by how much more of cheaper models' answers it is content with than people are, held against what people say of the reference's; what of that is proven is taken off before anything is certified by it, and stays off while too few words count to tell. No key counts for more than its share of what people say."
    >
      {lines.length === 0 ? (
        <p className="panel-body muted">
          No judge was asked. Without one, only answers are compared whose form tells: short texts
          and JSON.
        </p>
      ) : (
        <ScrollRegion label="Judges and whether they are believed">
          <table className="table">
            <TableHead
              columns={[
                "Model",
                "What it says",
                { number: "Planted" },
                { number: "Seen through" },
                { number: "With people" },
                { number: "Agreed" },
                { number: "At least" },
                { number: "Kappa" },
                { number: "Too good" },
                { number: "Taken off" },
              ]}
            />
            <tbody>
              {lines.map((line) => (
                <tr key={line.model}>
                  <td>{line.model}</td>
                  <td>
                    <Badge tone={line.believed.tone}>{line.believed.text}</Badge>{" "}
                    <span className="muted">{line.note}</span>
                  </td>
                  <td className="number">{line.planted}</td>
                  <td className="number">{line.seenThrough}</td>
                  <td className="number">{line.pairs}</td>
                  <td className="number">{line.agreed}</td>
                  <td className="number">{line.lowerBound}</td>
                  <td className="number">{line.kappa}</td>
                  <td className="number">{line.tooGood}</td>
                  <td className="number">{line.takenOff}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};
