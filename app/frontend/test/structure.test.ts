import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const SOURCES = globSync("src/**/*.{ts,tsx}").filter((file) => !file.startsWith("src/generated/"));

/** Statements at the top of a module that hold state: `let`, signals, and collections that are written to. */
function stateOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations
      .filter(({ type, initializer }) => {
        if (!(declarationList.flags & ts.NodeFlags.Const)) return true;
        if (initializer && ts.isCallExpression(initializer))
          return /^(signal|computed|effect)$/.test(initializer.expression.getText());
        const made = initializer && ts.isNewExpression(initializer) ? initializer.expression.getText() : "";
        return /^(Map|Set)$/.test(made) && !/^Readonly/.test(type?.getText() ?? "");
      })
      .map((one) => `${file}: ${one.name.getText()}`),
  );
}

test("modules hold no state: it is made in main.tsx and passed on", () => {
  expect(SOURCES.length).toBeGreaterThan(150);
  expect(SOURCES.flatMap(stateOf)).toStrictEqual([]);
});

const PAGES = ["admin", "board", "compare", "coverage", "fleet", "imports", "network", "requests", "today"];

test("a page's folder imports nothing from another page's", () => {
  const found = SOURCES.filter((file) => file.startsWith("src/planner/")).flatMap((file) => {
    const folder = file.split("/")[2] ?? "";
    const imports = [...readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, path]) =>
      join(dirname(file), path ?? ""),
    );
    const others = imports
      .map((path) => path.split("/")[2] ?? "")
      .filter((one) => PAGES.includes(one) && one !== folder);
    return others.map((other) => `${file} imports from ${other}`);
  });
  expect(found).toStrictEqual([]);
});
