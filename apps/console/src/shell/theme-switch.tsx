import { ActionIcon, Popover, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";

const schemes = [
  { value: "auto", label: "System", Icon: IconDeviceDesktop },
  { value: "light", label: "Light", Icon: IconSun },
  { value: "dark", label: "Dark", Icon: IconMoon },
] as const;

/** Light, dark, or as the system has it. */
export const ThemeSwitch = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find(({ value }) => value === colorScheme);
  const CurrentIcon = current === undefined ? IconDeviceDesktop : current.Icon;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label="Theme">
          <CurrentIcon size={16} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Theme" p="xs">
        <SegmentedControl
          size="xs"
          aria-label="Theme"
          value={colorScheme}
          data={schemes.map(({ value, label }) => ({ value, label }))}
          onChange={setColorScheme}
        />
      </Popover.Dropdown>
    </Popover>
  );
};
