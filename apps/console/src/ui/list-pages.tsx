import { Button } from "@mantine/core";
import type { Pages } from "./pages-of.ts";
import "./list-pages.css";

/** Where in a long list one is, and the ways to the pages beside it. */
export const ListPages = ({
  pages,
  onGo,
}: Readonly<{ pages: Pages; onGo: (offset: number) => void }>) => (
  <nav className="pages" aria-label="Pages of the list">
    <span>{pages.words}</span>
    <span className="pages-buttons">
      <PageButton offset={pages.previous} onGo={onGo} label="Previous" />
      <PageButton offset={pages.next} onGo={onGo} label="Next" />
    </span>
  </nav>
);

const PageButton = ({
  offset,
  onGo,
  label,
}: Readonly<{ offset: number | undefined; onGo: (offset: number) => void; label: string }>) => (
  <Button
    size="compact-sm"
    variant="default"
    disabled={offset === undefined}
    onClick={() => {
      if (offset !== undefined) onGo(offset);
    }}
  >
    {label}
  </Button>
);
