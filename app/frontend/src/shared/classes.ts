/** A class list: the first name always, the others where their condition holds. */
export function classes(first: string, others: Readonly<Record<string, boolean | undefined>>): string {
  return [first, ...Object.keys(others).filter((name) => others[name])].join(" ");
}
