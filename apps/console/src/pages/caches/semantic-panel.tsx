import type { SemanticStats } from "@headgate/contract";
import { CodeBlock } from "../../ui/code-block.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { useCacheStats } from "./query.ts";
import { firstNearPolicy, modelText, nearLines, nearRefusals } from "./semantic-model.ts";

/** What near questions were, or would have been, answered with, how often that was wrong, and what it saved. */
export const SemanticPanel = () => {
  const { data, isError, error, refetch } = useCacheStats();
  if (data === undefined) {
    return isError ? <FailurePanel failure={error} onRetry={() => void refetch()} /> : null;
  }
  const { semantic } = data;
  return (
    <Panel
      title="Near questions"
      note="since the gateway started"
      flush
      foot="Wrong: of the answers that were compared with a fresh one, and the upper bound of that at 90 % confidence. Two answers count as the same where their values are equal, or where short texts lie near and nothing stands against it; long texts are not judged."
    >
      {semantic.namespaces.length === 0 ? (
        <NothingNear />
      ) : (
        <>
          <NearTable semantic={semantic} />
          <LeftAlone semantic={semantic} />
          <p className="panel-body muted">{modelText(semantic)}</p>
        </>
      )}
    </Panel>
  );
};

const NothingNear = () => (
  <div className="panel-body near-empty">
    <p className="muted">
      No policy compares near questions. In shadow none is answered: the page then tells how many
      could be, how often that would be wrong, and what it would save.
    </p>
    <CodeBlock text={firstNearPolicy} label="lines for headgate.yaml that measure near questions" />
  </div>
);

const NearTable = ({ semantic }: Readonly<{ semantic: SemanticStats }>) => (
  <ScrollRegion label="Near questions by namespace">
    <table className="table">
      <TableHead
        columns={[
          "Namespace",
          "Mode",
          { number: "Hit rate" },
          { number: "Wrong" },
          "Serves",
          { number: "Saved" },
        ]}
      />
      <tbody>
        {nearLines(semantic).map((line) => (
          <tr key={line.key}>
            <td>
              {line.namespace}
              <div className="muted">{line.sharedBy}</div>
            </td>
            <td>{line.mode}</td>
            <td className="number">
              {line.hitRate}
              <div className="muted">{line.hits}</div>
            </td>
            <td className="number">
              {line.wrong}
              <div className="muted">{line.wrongNote}</div>
            </td>
            <td>
              {line.measure}
              <div className="muted">{line.model}</div>
            </td>
            <td className="number">
              {line.saved}
              <div className="muted">{line.savedNote}</div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);

const LeftAlone = ({ semantic }: Readonly<{ semantic: SemanticStats }>) => {
  const lines = nearRefusals(semantic);
  if (lines.length === 0) return null;
  return (
    <ScrollRegion label="Questions left alone, and why">
      <table className="table">
        <TableHead columns={["Left alone, because", { number: "Times" }]} />
        <tbody>
          {lines.map(({ reason, why, count }) => (
            <tr key={reason}>
              <td>{why}</td>
              <td className="number">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
