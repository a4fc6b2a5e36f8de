/** Server blocks from the text of nginx's configuration files. */
import type { VirtualHost } from './model.js';
import { matching } from './paths.js';

interface Block {
  words: string[];
  /** Absent for a simple directive. */
  inner?: Block[];
  file: string;
}

const root = '/etc/nginx';

/**
 * @param files path → text of every file that was read
 * @returns server blocks in their order, and the account workers run as
 */
export function parseNginx(files: ReadonlyMap<string, string>): {
  sites: VirtualHost[];
  user: string;
} {
  const main = blocksOf(`${root}/nginx.conf`, files, 0);
  const http = main.flatMap(({ words, inner = [] }) => (words[0] === 'http' ? inner : []));
  const user = main.find(({ words }) => words[0] === 'user')?.words[1] ?? 'www-data';
  const shared = { root: firstOf(http, 'root'), log: firstOf(http, 'access_log') };
  const servers = http.filter(({ words, inner }) => words[0] === 'server' && inner);
  return { user, sites: servers.map((server) => siteOf(server, shared)) };
}

function siteOf(
  { inner = [], file }: Block,
  shared: { root?: string | undefined; log?: string | undefined },
): VirtualHost {
  const locations = allOf(inner).filter(({ words }) => words[0] === 'location');
  const isWhole = ({ words }: Block) => words.at(-1) === '/';
  const whole = locations.find(isWhole)?.inner ?? [];
  const docroot = firstOf(inner, 'root') ?? firstOf(whole, 'root') ?? shared.root;
  const log = firstOf(inner, 'access_log') ?? shared.log;
  const everything = allOf(inner);
  const proxy = firstOf(whole, 'proxy_pass');
  const redirect = redirectOf([...inner, ...whole]);
  const unresolved = [docroot].filter((value): value is string => value?.includes('$') === true);
  const names = valuesOf(inner, 'server_name').filter((name) => !/^(_|"?"?|~.*)$/.test(name));
  return {
    server: 'nginx',
    file,
    names: names.map((name) => name.toLowerCase()),
    ports: portsOf(inner),
    ...(docroot === undefined || unresolved.length > 0
      ? {}
      : { docroot: docroot.replace(/(.)\/$/, '$1') }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(log?.startsWith('/') ? { accessLog: log } : {}),
    ...optional('certificate', firstOf(inner, 'ssl_certificate')),
    ...optional('certificateKey', firstOf(inner, 'ssl_certificate_key')),
    ...optional('phpVersion', phpOf(everything)),
    ini: phpValues(everything),
    aliases: locations.flatMap(({ words, inner: own = [] }) => {
      const folder = firstOf(own, 'alias');
      return folder === undefined ? [] : [{ at: words.at(-1) ?? '', folder }];
    }),
    unresolved,
  };
}

const optional = <Key extends string>(key: Key, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string };

/** `return 301 https://…` of the whole server. */
function redirectOf(blocks: Block[]): string | undefined {
  const words = blocks.find(({ words: [name] }) => name === 'return')?.words ?? [];
  return words.find((word) => /^https?:/.test(word));
}

function portsOf(blocks: Block[]): number[] {
  const listens = blocks.filter(({ words }) => words[0] === 'listen');
  return listens.flatMap(({ words }) => {
    const port = /(?:^|:)(\d+)$/.exec(words[1] ?? '')?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}

const phpOf = (blocks: Block[]) =>
  /php(\d\.\d)-fpm/.exec(valuesOf(blocks, 'fastcgi_pass').join(' '))?.[1];

/** `fastcgi_param PHP_VALUE "a=b \n c=d"` and PHP_ADMIN_VALUE. */
function phpValues(blocks: Block[]): Record<string, string> {
  const texts = blocks.flatMap(({ words: [name, key, value] }) =>
    name === 'fastcgi_param' && /^PHP_(ADMIN_)?VALUE$/.test(key ?? '') ? [value ?? ''] : [],
  );
  const lines = texts.flatMap((text) => text.split(/\\n|\n|;/));
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, key, value] = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, value ?? '']];
    }),
  );
}

const firstOf = (blocks: Block[], name: string) => valuesOf(blocks, name)[0];

const valuesOf = (blocks: Block[], name: string) =>
  blocks.flatMap(({ words }) => (words[0] === name ? words.slice(1) : []));

/** The blocks with all that is in them. */
const allOf = (blocks: Block[]): Block[] =>
  blocks.flatMap((block) => [block, ...allOf(block.inner ?? [])]);

function blocksOf(path: string, files: ReadonlyMap<string, string>, depth: number): Block[] {
  const text = files.get(path);
  if (text === undefined || depth > 10) return [];
  const tokens = tokensOf(text);
  let at = 0;
  const parse = (): Block[] => {
    const blocks: Block[] = [];
    let words: string[] = [];
    while (at < tokens.length) {
      const token = tokens[at] as string;
      at += 1;
      if (token === '}') return blocks;
      if (token === '{') {
        blocks.push({ words, inner: parse(), file: path });
        words = [];
      } else if (token === ';') {
        blocks.push(...expand({ words, file: path }, files, depth));
        words = [];
      } else words.push(token.replace(/^(["'])(.*)\1$/s, '$2'));
    }
    return blocks;
  };
  return parse();
}

function expand(block: Block, files: ReadonlyMap<string, string>, depth: number): Block[] {
  const [name, pattern = ''] = block.words;
  if (name !== 'include') return block.words.length === 0 ? [] : [block];
  const absolute = pattern.startsWith('/') ? pattern : `${root}/${pattern}`;
  return matching(files.keys(), absolute).flatMap((path) => blocksOf(path, files, depth + 1));
}

function tokensOf(text: string): string[] {
  const pattern = /#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|(?:\$\{\w+\}|[^\s{};"'#])+/g;
  return [...text.replace(/\r\n?/g, '\n').matchAll(pattern)]
    .map(([token]) => token)
    .filter((token) => !token.startsWith('#'));
}
