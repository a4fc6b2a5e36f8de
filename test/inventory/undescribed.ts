/** As much of a JSON schema as is looked into. */
interface Node {
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  items?: Node;
  description?: string;
  examples?: unknown[];
}

/** Paths of a JSON schema's properties that lack words or an example for a person. */
export function undescribed(node: Node, path: string): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
    ...(child.description && child.examples?.length ? [] : [`${path}.${key}`]),
    ...undescribed(child, `${path}.${key}`),
  ]);
  const { additionalProperties: rest, anyOf = [], items } = node;
  return [
    ...own,
    ...(typeof rest === 'object' ? undescribed(rest, `${path}.*`) : []),
    ...anyOf.flatMap((child) => undescribed(child, path)),
    ...(items ? undescribed(items, `${path}[]`) : []),
  ];
}
