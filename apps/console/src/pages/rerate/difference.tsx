import type { RerateJob } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { callsOf, causeNames, rerateFacts, signedText, sumText } from "./view-model.ts";

const Sum = ({ text }: Readonly<{ text: string }>) =>
  text === "unpriced" ? <span className="unpriced">unpriced</span> : text;

const Causes = ({ job }: Readonly<{ job: RerateJob }>) => (
  <Panel
    title="By cause"
    flush
    foot="An attempt that differs for two reasons is counted under both; the dollars add up to the difference."
  >
    <ScrollRegion label="Difference by cause">
      <table className="table">
        <TableHead columns={["Cause", { number: "Attempts" }, { number: "Difference, USD" }]} />
        <tbody>
          {job.difference.by_cause.map((row) => (
            <tr key={row.cause}>
              <td>{causeNames[row.cause]}</td>
              <td className="number">{countText(row.attempts)}</td>
              <td className="number">{signedText(row.effective_cost_difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);

const Models = ({ job }: Readonly<{ job: RerateJob }>) => (
  <Panel title="By model" flush>
    <ScrollRegion label="Difference by model">
      <table className="table">
        <TableHead
          columns={[
            "Model",
            "Provider",
            { number: "Attempts" },
            { number: "Before, USD" },
            { number: "After, USD" },
            { number: "Difference, USD" },
          ]}
        />
        <tbody>
          {job.difference.by_model.map((row) => (
            <tr className="row-link" key={`${row.provider}/${row.model}`}>
              <td>
                <Link className="whole-row text-link" to="/calls" search={callsOf(job, row)}>
                  {row.provider === null ? "all others" : (row.model ?? "no model")}
                </Link>
              </td>
              <td>{row.provider ?? "–"}</td>
              <td className="number">{countText(row.attempts)}</td>
              <td className="number">
                <Sum text={sumText(row.before, row.attempts)} />
              </td>
              <td className="number">
                <Sum text={sumText(row.after, row.attempts)} />
              </td>
              <td className="number">{signedText(row.effective_cost_difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);

/** What pricing again changes: in all, by cause and by model, and what keeps its charge. */
export const Difference = ({ job }: Readonly<{ job: RerateJob }>) => (
  <>
    <dl className="panel rerate-facts">
      {rerateFacts(job).map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value === "unpriced" ? <span className="unpriced">unpriced</span> : value}
            {note === undefined ? null : <span className="rerate-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
    {job.difference.by_cause.length === 0 ? null : <Causes job={job} />}
    {job.difference.by_model.length === 0 ? null : <Models job={job} />}
    {job.difference.kept.length === 0 ? null : (
      <Panel title="Kept as charged" note="These cannot be priced again from what the ledger has">
        <ul className="rerate-kept">
          {job.difference.kept.map(({ reason, attempts }) => (
            <li key={reason}>
              <span className="tabular">{countText(attempts)}</span> × {reason}
            </li>
          ))}
        </ul>
      </Panel>
    )}
  </>
);
