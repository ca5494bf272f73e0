import { gaugeSources } from "@headgate/contract";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { askSources } from "../api/sources.ts";
import { useAskedAgain } from "../shell/held-still.ts";
import { ledgerHolds } from "../shell/ledger-holds.ts";
import { useStatus } from "../shell/use-status.ts";
import { BillsAlone } from "./bills-alone.tsx";
import { ClientSnippets } from "./client-snippets.tsx";
import "./first-call.css";
import "./panel.css";

/** No call has been made yet: how to make the first. Where bills are, that is said, and where they are shown. */
export const FirstCall = () => {
  const { data: status } = useStatus();
  return ledgerHolds(status) === "bills" ? <BillsAlone /> : <Beginning />;
};

/** Measurements of machines are no calls either: where they stand. */
const Measured = () => {
  const sources = useQuery({
    queryKey: ["ledger", "sources"],
    queryFn: ({ signal }) => askSources(signal),
    ...useAskedAgain(false),
  });
  const measured = (sources.data?.sources ?? []).some(
    ({ source, added }) => added > 0 && gaugeSources.some((gauge) => gauge === source),
  );
  return measured ? (
    <p className="muted">
      Measurements of GPUs are here:{" "}
      <Link to="/capacity" search={{ plan: "machines" }} className="text-link">
        Capacity
      </Link>{" "}
      and{" "}
      <Link to="/kpis" className="text-link">
        KPIs
      </Link>{" "}
      use them.
    </p>
  ) : null;
};

const Beginning = () => (
  <section className="panel first-call" aria-label="First call">
    <div className="first-call-words">
      <h2>Make the first call</h2>
      <p className="muted">
        Point any OpenAI or Anthropic client at this address. Nothing else in your code changes, and
        every call appears here with what it cost.
      </p>
      <ol className="steps">
        <li>
          <span>
            Make a key for a team or project.{" "}
            <Link to="/keys" className="text-link">
              Keys
            </Link>
          </span>
        </li>
        <li>
          <span>
            Set the client's base URL to <code className="code">{window.location.origin}/v1</code>{" "}
            (Anthropic's clients: without <code className="code">/v1</code>).
          </span>
        </li>
        <li>
          <span>Send a request. The answer passes through byte for byte.</span>
        </li>
      </ol>
      <p className="muted">
        Logs or bills lie somewhere already? <code className="code">headgate import PATH</code>{" "}
        takes them in;{" "}
        <Link to="/sources" className="text-link">
          Sources
        </Link>{" "}
        and{" "}
        <Link to="/bills" className="text-link">
          Bills
        </Link>{" "}
        show them.
      </p>
      <Measured />
      <p className="listening" role="status">
        <Loader size={14} aria-hidden="true" />
        Listening for the first call
      </p>
      <div>
        <Button component={Link} to="/keys" size="xs" h={32}>
          Make a key
        </Button>
      </div>
    </div>
    <ClientSnippets secret="hg_YOUR_KEY" />
  </section>
);
