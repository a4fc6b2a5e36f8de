/** Title and the note that the page is generated. */
export function generated(title) {
  return `# ${title}\n\n<!-- Written by \`npm run docs\`; change the source, not this page. -->`;
}

/** A table cell: one line, bars escaped. */
export function cell(text) {
  return String(text)
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}
