import { IconTargetArrow } from "@tabler/icons-react";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** What sends an outcome, ready to be taken along. */
export const firstOutcomeSnippet = (origin: string, nowMs: number): string =>
  `curl ${origin}/api/outcomes \\
  -H "Authorization: Bearer $HEADGATE_ADMIN_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"outcomes": [{
    "id": "ticket-4711",
    "name": "ticket_resolved",
    "occurred_at": "${new Date(nowMs).toISOString()}",
    "accepted": true,
    "session": "THE-SESSION-OF-ITS-CALLS"
  }]}'`;

/** No outcome lies in the range: how to send one. */
export const FirstOutcome = () => (
  <div className="panel">
    <EmptyState
      icon={<IconTargetArrow size={20} stroke={1.6} />}
      title="No outcome in this range"
      text="Send what calls were made for: a ticket resolved, a document processed. Headgate joins it to its calls by their ids, trace, session, tags or a time window, and shows what one costs."
    >
      <CodeBlock
        text={firstOutcomeSnippet(window.location.origin, Date.now())}
        label="how to send an outcome"
      />
      <CodeBlock
        text="npx headgate outcomes import outcomes.csv"
        label="how to take outcomes in from a file"
      />
    </EmptyState>
  </div>
);
