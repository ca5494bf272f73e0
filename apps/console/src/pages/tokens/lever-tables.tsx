import type { TokensReport } from "@headgate/contract";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { BehindLink } from "./behind-link.tsx";
import { changeLines, leverLines } from "./view-model.ts";

/** What each lever saved and took away, and on what that rests. */
export const LeverTable = ({ report }: Readonly<{ report: TokensReport }>) => {
  const lines = leverLines(report);
  if (lines.length === 0) {
    return (
      <Panel title="What levers saved">
        <p className="tokens-none muted">
          No lever acted on a call in this range. Policies in headgate.yaml say which may.
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      title="What levers saved"
      note="signed: below zero, it cost more than it saved"
      flush
      foot="Exact: both sides are usage that a provider reported, at known prices. Estimated: what the call would have used was worked out."
    >
      <ScrollRegion label="Savings by lever">
        <table className="table">
          <TableHead
            columns={[
              "Lever",
              { number: "Calls" },
              { number: "Saved" },
              { number: "Input taken away" },
              { number: "Output taken away" },
              "Basis",
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <tr key={line.lever}>
                <td>{line.lever}</td>
                <td className="number">
                  <BehindLink behind={line.behind} about={`calls that ${line.lever} acted on`}>
                    {line.calls}
                  </BehindLink>
                </td>
                <td className="number">
                  {line.saved}
                  {line.savedNote === "" ? null : <div className="muted">{line.savedNote}</div>}
                </td>
                <td className="number">{line.input}</td>
                <td className="number">{line.output}</td>
                <td className="tokens-basis">
                  {line.basis}
                  <div className="muted">{line.because}</div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};

/** The words of what levers did, with how often. */
export const ChangeTable = ({ report }: Readonly<{ report: TokensReport }>) => {
  const lines = changeLines(report);
  if (lines.length === 0) return null;
  return (
    <Panel title="What was done to requests" flush>
      <ScrollRegion label="Changes by lever and word">
        <table className="table">
          <TableHead
            columns={[
              "What",
              "By",
              { number: "Calls" },
              { number: "Times" },
              { number: "Input taken away" },
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <td>
                  <code className="code">{line.did}</code>
                </td>
                <td>{line.lever}</td>
                <td className="number">
                  <BehindLink behind={line.behind} about={`calls with ${line.did}`}>
                    {line.calls}
                  </BehindLink>
                </td>
                <td className="number">{line.times}</td>
                <td className="number">{line.input}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};
