import { type ReadonlySignal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Theme } from "./colours.ts";

const KEY = "huiliu-theme";

export interface ThemeStore {
  theme: ReadonlySignal<Theme>;
  /** Change between light and dark, and remember the choice. */
  toggleTheme(): void;
}

/** The theme that was chosen in this browser, else the system's; kept on `<html data-theme>`. */
export function createTheme(): ThemeStore {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const ofSystem = (): Theme => (system.matches ? "dark" : "light");
  const theme = signal<Theme>(stored() ?? ofSystem());
  const apply = (next: Theme): void => {
    theme.value = next;
    document.documentElement.dataset.theme = next;
  };
  apply(theme.value);
  system.addEventListener("change", () => {
    if (!stored()) apply(ofSystem());
  });
  const toggleTheme = (): void => {
    apply(theme.value === "dark" ? "light" : "dark");
    try {
      localStorage.setItem(KEY, theme.value);
    } catch {
      // storage refused: the choice lasts for this page
    }
  };
  return { theme, toggleTheme };
}

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null; // storage refused: the choice lasts for this page
  }
}

export const ThemeContext = createContext<ThemeStore | null>(null);

export function useTheme(): ThemeStore {
  const store = useContext(ThemeContext);
  if (!store) throw new Error("No theme: main.tsx provides it");
  return store;
}
