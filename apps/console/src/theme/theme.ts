import { createTheme, type MantineColorsTuple } from "@mantine/core";

const tide: MantineColorsTuple = [
  "#effcf9",
  "#cff7ee",
  "#9fecdd",
  "#66dac8",
  "#34c0ae",
  "#17a394",
  "#0d8479",
  "#0f6b63",
  "#115651",
  "#124844",
];

const slate: MantineColorsTuple = [
  "#e9ecf0",
  "#c5ccd5",
  "#a0a9b4",
  "#828c98",
  "#2c333c",
  "#20262d",
  "#181d23",
  "#0c0f12",
  "#090b0e",
  "#060709",
];

/** Mantine, dressed in the console's own colours and type (tokens.css holds the rest). */
export const theme = createTheme({
  primaryColor: "tide",
  // White on either reaches 4.5:1.
  primaryShade: { light: 7, dark: 6 },
  colors: { tide, dark: slate },
  fontFamily: "var(--font-text)",
  fontFamilyMonospace: "var(--font-code)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  defaultRadius: "md",
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "14px" },
  headings: { fontFamily: "var(--font-text)", fontWeight: "600" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { withArrow: false, openDelay: 250, fz: "xs" } },
    Button: { styles: { label: { fontWeight: 520 } } },
    Modal: { styles: { title: { fontSize: 15, fontWeight: 600 } } },
    SegmentedControl: { styles: { label: { fontWeight: 520 } } },
    Skeleton: { defaultProps: { radius: "sm" } },
  },
});
