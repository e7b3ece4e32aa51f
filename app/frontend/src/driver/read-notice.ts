const KEY = "huiliu-changes-read";

/** The plan whose changes were last read on this phone. */
export function readNotice(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function rememberNotice(plan: string): void {
  try {
    localStorage.setItem(KEY, plan);
  } catch {
    // Without storage the notice comes back at the next opening; nothing is lost.
  }
}
