import { signal } from "@preact/signals";
import type { Theme } from "./colours.ts";

const KEY = "huiliu-theme";

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null; // storage refused: the choice lasts for this page
  }
}

const system = matchMedia("(prefers-color-scheme: dark)");
export const theme = signal<Theme>(stored() ?? (system.matches ? "dark" : "light"));

function apply(): void {
  document.documentElement.dataset.theme = theme.value;
}
apply();
system.addEventListener("change", () => {
  if (stored()) return;
  theme.value = system.matches ? "dark" : "light";
  apply();
});

export function toggleTheme(): void {
  theme.value = theme.value === "dark" ? "light" : "dark";
  apply();
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // storage refused: the choice lasts for this page
  }
}
