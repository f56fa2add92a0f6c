import type { FieldProblem } from "../problem.ts";

/** Where a problem is, as services with such paths write it: `messages[0].content.type`, or the name in a query or header. */
export function propertyPath({ pointer, parameter, header }: FieldProblem): string {
  if (pointer === undefined) return parameter ?? header ?? "";
  return pointer
    .slice(1)
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`), "");
}

/** What is wrong there. A field that their contract has, and ours does not know, is not a mistake of the caller's. */
export function violationOf({ code, detail }: FieldProblem): string {
  return code === "unknown-field" ? "this field is not carried here" : detail;
}
