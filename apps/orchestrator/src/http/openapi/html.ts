/** Text that stands for itself in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The little Markdown that descriptions use: code in backticks, and lists after an empty line. */
export function markdown(text: string): string {
  return text
    .split("\n\n")
    .map((block) => (block.startsWith("- ") ? bullets(block) : `<p>${inline(block)}</p>`))
    .join("\n");
}

/** One line of Markdown. */
export function inline(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

/** A table with a head. Cells are HTML. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<table><thead>${tableRow("th", head)}</thead><tbody>${rows.map((cells) => tableRow("td", cells)).join("\n")}</tbody></table>`;
}

function tableRow(element: "th" | "td", cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${element}>${cell}</${element}>`).join("")}</tr>`;
}

function bullets(block: string): string {
  return `<ul>${block.split("\n").map((line) => `<li>${inline(line.replace(/^- /, ""))}</li>`).join("")}</ul>`;
}
