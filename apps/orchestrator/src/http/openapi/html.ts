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
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<table><thead><tr>${head.map((name) => `<th>${escapeHtml(name)}</th>`).join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table>`;
}

function bullets(block: string): string {
  return `<ul>${block.split("\n").map((line) => `<li>${inline(line.replace(/^- /, ""))}</li>`).join("")}</ul>`;
}
