import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import "./table.css";

/** What is wider than its place scrolls by itself; it takes the focus so that arrow keys can move it. */
export const ScrollRegion = ({
  label,
  children,
}: Readonly<{ label: string; children: ReactNode }>) => (
  <Box component="section" className="table-scroll" aria-label={label} tabIndex={0}>
    {children}
  </Box>
);
