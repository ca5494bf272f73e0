import { IconFileInvoice } from "@tabler/icons-react";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import "../../ui/panel.css";

/** No bill is in the ledger: how to bring one. */
export const NoBills = () => (
  <div className="panel">
    <EmptyState
      icon={<IconFileInvoice size={20} stroke={1.6} />}
      title="No bill was imported yet"
      text="Cost and usage reports, cost exports and FOCUS files become bill lines beside the calls, each dollar counted once."
    >
      <CodeBlock text="npx headgate import PATH" label="how to import" />
    </EmptyState>
  </div>
);
