/** HTML as tagged templates: every value is escaped unless it is Html itself. */

export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | boolean | null | undefined | Part[];

/** `html\`<p>${name}</p>\``; false, null and undefined leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const text = strings.map((string, i) => string + (i < parts.length ? written(parts[i]) : ''));
  return new Html(text.join(''));
}

function written(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(written).join('');
  if (part === undefined || part === null || part === false || part === true) return '';
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
