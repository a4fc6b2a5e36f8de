/** The tags in a template's text, as a tree: see `fill`. */

/** Where a tag stands in its text, in UTF-16 code units, and what it names. */
export interface Tag {
  name: string;
  at: number;
  length: number;
}

interface Block extends Tag {
  kind: 'each' | 'if';
  inner: Node[];
  /** After `else`. */
  other: Node[];
}

export type Node =
  | { kind: 'text'; text: string }
  | ({ kind: 'word' } & Tag)
  | ({ kind: 'part' } & Tag)
  | Block;

/** A tag that does not fit. */
export interface TagProblem {
  code: string;
  args: { tag: string };
  tag: Tag;
}

const tagPattern = /\{\{(#each|#if|\/each|\/if|else|>)?\s*([^{}]*?)\s*\}\}/g;

export function parseTags(text: string): { nodes: Node[]; problems: TagProblem[] } {
  const root: Node[] = [];
  const problems: TagProblem[] = [];
  const open: { node: Block; into: Node[] }[] = [];
  let into = root;
  let last = 0;
  for (const found of text.matchAll(tagPattern)) {
    const [whole, sign, name = ''] = found;
    const [from, to] = extent(text, found.index, whole, sign !== undefined);
    into.push({ kind: 'text', text: text.slice(last, from) });
    last = to;
    const tag = { name, at: found.index, length: whole.length };
    const inner = open.at(-1);
    if (sign === '#each' || sign === '#if') {
      const node: Block = { kind: sign === '#each' ? 'each' : 'if', ...tag, inner: [], other: [] };
      into.push(node);
      open.push({ node, into });
      into = node.inner;
    } else if (sign === undefined) into.push({ kind: 'word', ...tag });
    else if (sign === '>') into.push({ kind: 'part', ...tag });
    else if (sign === 'else' && inner?.node.kind === 'if') into = inner.node.other;
    else if (sign === `/${inner?.node.kind}`) into = open.pop()?.into ?? root;
    else problems.push({ code: 'NEW083', args: { tag: whole }, tag });
  }
  into.push({ kind: 'text', text: text.slice(last) });
  for (const { node } of open) {
    problems.push({ code: 'NEW082', args: { tag: `{{#${node.kind} ${node.name}}}` }, tag: node });
  }
  return { nodes: root, problems };
}

/** A block's tag alone on its line takes the whole line with it. */
function extent(text: string, at: number, whole: string, isBlock: boolean): [number, number] {
  const end = at + whole.length;
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const isAlone = isBlock && text.slice(start, at).trim() === '' && /^(\n|$)/.test(text.slice(end));
  return isAlone ? [start, Math.min(end + 1, text.length)] : [at, end];
}
