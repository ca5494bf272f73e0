import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

/** Saves a text as a CSV file. */
export const CsvButton = ({
  name,
  label,
  shown = "CSV",
  text,
}: Readonly<{
  /** The file's name, without its ending. */
  name: string;
  label: string;
  /** What stands on it, out of its label; where two stand side by side, which is which. */
  shown?: string;
  /** Made when it is asked for. */
  text: () => string;
}>) => (
  <Button
    size="compact-sm"
    variant="default"
    leftSection={<IconDownload size={14} stroke={1.7} aria-hidden="true" />}
    aria-label={label}
    title={label}
    onClick={() => {
      const address = URL.createObjectURL(new Blob([text()], { type: "text/csv;charset=utf-8" }));
      const link = document.createElement("a");
      link.href = address;
      link.download = `${name}.csv`;
      link.click();
      URL.revokeObjectURL(address);
    }}
  >
    {shown}
  </Button>
);
