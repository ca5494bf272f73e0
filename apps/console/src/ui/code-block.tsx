import { Box } from "@mantine/core";
import { CopyButton } from "./copy-button.tsx";
import "./code-block.css";

/** Text to take along, with a button that does. It scrolls, so it takes the focus. */
export const CodeBlock = ({ text, label }: Readonly<{ text: string; label: string }>) => (
  <div className="code-block">
    <Box component="pre" tabIndex={0} role="region" aria-label={label}>
      {text}
    </Box>
    <div className="code-block-copy">
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  </div>
);
