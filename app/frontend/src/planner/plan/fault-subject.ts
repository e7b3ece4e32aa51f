/** "V-1" of "vehicle V-1": what the words are about, where they do not name it. */
export function subjectOf(where: string | undefined): string {
  return (where ?? "").replace(/^(vehicle|site|driver) /, "");
}
