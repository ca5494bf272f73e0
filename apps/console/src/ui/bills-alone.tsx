import { IconFileInvoice } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { keptSearch } from "../search/view-search.ts";
import { useViewSearch } from "../shell/view-link.tsx";
import { EmptyState } from "./empty-state.tsx";
import "./panel.css";

/** Bills came in and no call did: where what bills tell is shown, and what brings calls. */
export const BillsAlone = () => {
  const search = useViewSearch();
  return (
    <section className="panel" aria-label="No calls yet">
      <EmptyState
        icon={<IconFileInvoice size={20} stroke={1.6} />}
        title="Bills are here; no calls yet"
        text="Figures of single calls stay empty until calls come: through the gateway with a key, or from logs by headgate import."
      >
        <Link className="text-link" to="/bills">
          See the bills
        </Link>
        <Link className="text-link" to="/explore" search={{ ...keptSearch(search), of: "bills" }}>
          Explore them
        </Link>
        <Link className="text-link" to="/keys">
          Make a key
        </Link>
      </EmptyState>
    </section>
  );
};
