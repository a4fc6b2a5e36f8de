import {
  type AppHosts,
  answeringOf,
  awayText,
  type Forward,
  ownNames,
  type Replaced,
  type Said,
  type WebAnswer,
} from './web-config.js';

/** What a server keeps: where it listens, its names, its certificate and its logs. */
const kept =
  /^(listen|server_name|ssl_\w+|ssl|http2|access_log|error_log|client_max_body_size|include\s+\S*(ssl|letsencrypt)\S*)(\s|$)/;

interface Directive {
  /** From its first byte to the last, with the `;` or the block. */
  start: number;
  end: number;
  /** Words before the `;` or the block. */
  head: string;
  /** Where the block's content is, for a directive that has one. */
  block?: { start: number; end: number };
}

/**
 * Replaces what the servers of an app do.
 * @param text of one configuration file, latin1
 */
export function replaceNginxServers(text: string, hosts: AppHosts, answer: WebAnswer): Replaced {
  const servers = serversIn(text, 0, text.length).flatMap((server) => {
    const said = saidBy(text, server);
    const names = ownNames(said, hosts);
    return names === undefined ? [] : [{ server, said, names }];
  });
  let result = text;
  for (const { server, names } of [...servers].reverse()) {
    const now = answering(text, server, answer, names.length > 0);
    result = `${result.slice(0, server.start)}${now}${result.slice(server.end)}`;
  }
  return {
    text: result,
    count: servers.length,
    isNamed: servers.some(({ names }) => names.length > 0),
    answering: servers.flatMap(({ said, names }) => answeringOf(said, names)),
  };
}

function saidBy(text: string, { block }: Directive): Said {
  const own = block === undefined ? [] : directivesIn(text, block.start, block.end);
  const valuesIn = (directives: readonly Directive[], name: string): string[][] =>
    directives.flatMap(({ head }) => {
      const [first, ...rest] = head.split(' ');
      return first === name ? [rest] : [];
    });
  const locations = own.flatMap(({ head, block: inner }) =>
    head.startsWith('location') && inner !== undefined
      ? directivesIn(text, inner.start, inner.end)
      : [],
  );
  const isTls = valuesIn(own, 'ssl').some(([word]) => word === 'on');
  const listens = valuesIn(own, 'listen');
  // Who stands before these speaks another protocol first.
  const plain = listens.filter(
    (words) => !words.some((word) => /^(proxy_protocol|quic)$/.test(word)),
  );
  return {
    names: valuesIn(own, 'server_name').flat(),
    folders: valuesIn([...own, ...locations], 'root').map((words) => words.join(' ')),
    listens: (listens.length === 0 ? [['80']] : plain).map(([at = '', ...words]) => ({
      at,
      tls: words.includes('ssl') || isTls,
    })),
  };
}

/** Servers stand at the top of an included file, or in `http` of the main one. */
function serversIn(text: string, start: number, end: number): Directive[] {
  return directivesIn(text, start, end).flatMap((directive) => {
    if (directive.block === undefined) return [];
    if (directive.head === 'server') return [directive];
    if (directive.head !== 'http') return [];
    return serversIn(text, directive.block.start, directive.block.end);
  });
}

/** @param isNamed whether the new server knows it by one of its names */
function answering(
  text: string,
  { block }: Directive,
  answer: WebAnswer,
  isNamed: boolean,
): string {
  const inner = block === undefined ? [] : directivesIn(text, block.start, block.end);
  const own = inner
    .filter((directive) => directive.block === undefined && kept.test(directive.head))
    .map(({ start, end }) => text.slice(start, end));
  const body = answer.kind === 'held' ? held(answer.seconds) : sent(answer, isNamed);
  return `server {\n${[...own, ...body].map((line) => `    ${line}\n`).join('')}}`;
}

const held = (seconds: number): string[] => [
  `add_header Retry-After ${seconds} always;`,
  'add_header Cache-Control no-store always;',
  'default_type text/plain;',
  `location / { return 503 "${awayText}"; }`,
];

const sent = (answer: Forward, isNamed: boolean): string[] =>
  isNamed ? forward(answer) : [`location / { return 307 http://${answer.name}$request_uri; }`];

/** Something before this host may have ended TLS, and said so. */
const forward = ({ to, authorities }: Forward): string[] => [
  'set $induk_proto $scheme;',
  'if ($http_x_forwarded_proto) { set $induk_proto $http_x_forwarded_proto; }',
  'location / {',
  `    proxy_pass ${to};`,
  '    proxy_http_version 1.1;',
  '    proxy_set_header Host $http_host;',
  '    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  '    proxy_set_header X-Forwarded-Proto $induk_proto;',
  '    proxy_set_header X-Forwarded-Host $http_host;',
  '    proxy_ssl_server_name on;',
  '    proxy_ssl_name $host;',
  '    proxy_ssl_verify on;',
  '    proxy_ssl_verify_depth 5;',
  `    proxy_ssl_trusted_certificate ${authorities};`,
  '    proxy_connect_timeout 5s;',
  '    proxy_read_timeout 300s;',
  '    proxy_request_buffering off;',
  '}',
];

/** The directives of one level; comments and quoted braces are passed over. */
function directivesIn(text: string, from: number, to: number): Directive[] {
  const found: Directive[] = [];
  let start = -1;
  for (let at = from; at < to; at += 1) {
    const char = text[at] as string;
    if (char === '#' && (start < 0 || /\s/.test(text[at - 1] ?? ' '))) at = lineEnd(text, at);
    else if (char === ';') {
      if (start >= 0) found.push({ start, end: at + 1, head: head(text, start, at) });
      start = -1;
    } else if (char === '{' && start >= 0 && text[at - 1] !== '$') {
      const end = blockEnd(text, at + 1, to);
      const block = { start: at + 1, end };
      found.push({ start, end: end + 1, head: head(text, start, at), block });
      start = -1;
      at = end;
    } else if (!/\s/.test(char)) {
      if (start < 0) start = at;
      at = past(text, at);
    }
  }
  return found;
}

/** Where the `}` of a block stands. */
function blockEnd(text: string, from: number, to: number): number {
  let depth = 1;
  for (let at = from; at < to; at += 1) {
    const char = text[at];
    if (char === '#' && /[\s;{}]/.test(text[at - 1] ?? ' ')) at = lineEnd(text, at);
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at;
    } else at = past(text, at);
  }
  return to;
}

/** The last byte of a quoted or escaped piece that begins here, or this one. */
function past(text: string, at: number): number {
  const char = text[at];
  if (char === '\\') return at + 1;
  if ((char !== '"' && char !== "'") || !/[\s;{}=(~]/.test(text[at - 1] ?? ' ')) return at;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === char) return end;
  }
  return at;
}

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

const head = (text: string, start: number, end: number): string =>
  text
    .slice(start, end)
    .replaceAll(/#[^\n]*\n/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
