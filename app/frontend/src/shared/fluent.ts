import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from "@fluent/bundle";

export type Values = Readonly<Record<string, string | number>>;

/** A number that chooses plural forms and is shown as it was written: "1,200". */
class WrittenNumber extends FluentNumber {
  readonly #text: string;

  constructor(text: string) {
    super(Number(text.replaceAll(",", "")));
    this.#text = text;
  }

  override toString(): string {
    return this.#text;
  }
}

function variable(value: string | number): FluentVariable {
  const text = String(value);
  return /^-?\d[\d,]*(\.\d+)?$/.test(text) ? new WrittenNumber(text) : text;
}

/** The messages of one language. */
export class Words {
  readonly #bundle: FluentBundle;

  constructor(locale: string, text: string) {
    this.#bundle = new FluentBundle(locale, { useIsolating: false });
    const errors = this.#bundle.addResource(new FluentResource(text));
    if (errors.length) throw errors[0];
  }

  has(name: string): boolean {
    return this.#bundle.hasMessage(name);
  }

  /** A message, or an attribute of it, with its variables filled in; a missing one is a programming error. */
  format(name: string, values: Values = {}, attribute?: string): string {
    const message = this.#bundle.getMessage(name);
    const pattern = attribute ? message?.attributes[attribute] : message?.value;
    if (!pattern) throw new Error(`No words ${name}`);
    const given = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, variable(value)]));
    const errors: Error[] = [];
    const text = this.#bundle.formatPattern(pattern, given, errors);
    if (errors.length) throw new Error(`${name}: ${errors[0]?.message}`);
    return text;
  }
}
