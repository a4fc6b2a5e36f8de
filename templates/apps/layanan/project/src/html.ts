/** HTML as tagged templates: every value is escaped unless it is Html itself. */

export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | boolean | null | undefined | Part[];

/** `html\`<p>${name}</p>\``; false, null and undefined leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let text = '';
  strings.forEach((string, i) => {
    text += i < parts.length ? string + written(parts[i]) : string;
  });
  return new Html(text);
}

function written(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(written).join('');
  if (part === undefined || part === null || part === false || part === true) return '';
  const text = String(part);
  // most texts have nothing to escape, and a page has hundreds
  return special.test(text) ? text.replace(everySpecial, escaped) : text;
}

const special = /[&<>"']/;
const everySpecial = /[&<>"']/g;
const escaped = (character: string) => `&#${character.charCodeAt(0)};`;
