import type { PlanExport, PlanSource, TurningPoint } from "@headgate/contract";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { ageText } from "./plan-text.ts";

/** At which input the answer turns, all others as they are. */
export const TurningPoints = ({ points }: Readonly<{ points: readonly TurningPoint[] }>) =>
  points.length === 0 ? null : (
    <Panel title="What would turn the answer" note="one input, all others as they are" flush>
      <ScrollRegion label="Inputs and where they turn it">
        <table className="table">
          <TableHead columns={["Input", "Now", "Turns at", "Answer then"]} />
          <tbody>
            {points.map(({ input, now, turns_at, answer_then }) => (
              <tr key={`${input} ${turns_at}`}>
                <td>{input}</td>
                <td>{now}</td>
                <td>{turns_at}</td>
                <td>{answer_then}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );

/** Every price and fact with where it stands and how old it is. */
export const PlanSources = ({ sources }: Readonly<{ sources: readonly PlanSource[] }>) =>
  sources.length === 0 ? null : (
    <Panel title="Prices and facts" note="with their age" flush>
      <ScrollRegion label="Prices and facts with their age">
        <table className="table">
          <TableHead columns={["What", "Value", "Age", "Source"]} />
          <tbody>
            {sources.map((source) => (
              <tr key={`${source.what} ${source.value} ${source.source}`}>
                <td>{source.what}</td>
                <td>{source.value}</td>
                <td className="capacity-whole">{ageText(source)}</td>
                <td className="capacity-source">{source.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );

/** What tools take to put a plan into practice. */
export const PlanExports = ({ exports }: Readonly<{ exports: readonly PlanExport[] }>) =>
  exports.length === 0 ? null : (
    <Panel title="To put it into practice" note="nothing is applied">
      {exports.map(({ file_name, text, notes }) => (
        <section className="capacity-export" key={file_name}>
          <h3>{file_name}</h3>
          <CodeBlock text={text} label={file_name} />
          {notes.map((note) => (
            <p className="muted" key={note}>
              {note}
            </p>
          ))}
        </section>
      ))}
    </Panel>
  );
