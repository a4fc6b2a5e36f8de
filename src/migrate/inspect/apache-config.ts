/** Virtual hosts from the text of Apache's configuration files. */
import type { VirtualHost } from './model.js';
import { matching } from './paths.js';

export interface ApacheConfig {
  sites: VirtualHost[];
  /** Names in mods-enabled, without `.load`. */
  modules: string[];
  /** Account it runs as. */
  user: string;
}

type Site = VirtualHost & { sslOn?: boolean };

const root = '/etc/apache2';

/**
 * @param files path → text of every file that was read
 * @returns virtual hosts in their order; what includes or variables could not be resolved is in
 *   `unresolved` of the host it was met in
 */
export function parseApache(files: ReadonlyMap<string, string>): ApacheConfig {
  const reader = new Reader(files);
  reader.readFile(`${root}/apache2.conf`, 0);
  const modules = [...files.keys()].flatMap(
    (path) => /^\/etc\/apache2\/mods-enabled\/(.+)\.load$/.exec(path)?.[1] ?? [],
  );
  const { main, sites } = reader;
  const hasMain = sites.length === 0 && main.docroot !== undefined;
  for (const site of sites) {
    site.accessLog ??= main.accessLog;
    site.phpVersion ??= main.phpVersion;
    site.aliases.push(...main.aliases);
  }
  return { sites: hasMain ? [main] : sites, modules, user: reader.user };
}

class Reader {
  readonly sites: Site[] = [];
  readonly main: Site = emptySite('');
  user = 'www-data';
  #site: Site | undefined;
  #macro = false;
  readonly #variables = new Map<string, string>();

  constructor(private readonly files: ReadonlyMap<string, string>) {
    for (const [, name, value] of (files.get(`${root}/envvars`) ?? '').matchAll(
      /^\s*(?:export\s+)?([A-Z_]+)=["']?([^"'\s#]*)/gm,
    )) {
      // $SUFFIX names a second instance; the first one's is empty.
      const text = (value as string).replace(/\$\{?SUFFIX\}?/g, '');
      if (!text.includes('$')) this.#variables.set(name as string, text);
    }
    this.user = this.#variables.get('APACHE_RUN_USER') ?? 'www-data';
  }

  readFile(path: string, depth: number): void {
    const text = this.files.get(path);
    if (text === undefined || depth > 10) return;
    for (const line of logicalLines(text)) this.#line(line, path, depth);
  }

  #line(line: string, file: string, depth: number): void {
    const open = /^<\s*(\/?)\s*([A-Za-z]+)\s*([^>]*)>?$/.exec(line);
    if (open) {
      this.#section(open[1] === '/', (open[2] as string).toLowerCase(), open[3] as string, file);
      return;
    }
    if (this.#macro) return;
    const [directive = '', ...rest] = wordsOf(line);
    const site = this.#site ?? this.main;
    const words = rest.map((word) => this.#resolve(word, site));
    const name = directive.toLowerCase();
    if (name === 'include' || name === 'includeoptional') this.#include(words[0] ?? '', depth);
    else if (name === 'define') this.#variables.set(words[0] ?? '', words[1] ?? '');
    else if (name === 'user' && words[0] && !words[0].includes('$')) this.user = words[0];
    else apply(site, name, words, rest);
  }

  #section(isEnd: boolean, name: string, rest: string, file: string): void {
    if (name === 'macro') this.#macro = !isEnd;
    if (this.#macro) return;
    if (name === 'virtualhost') {
      this.#site = isEnd ? undefined : emptySite(file);
      if (this.#site) {
        this.#site.ports = [...rest.matchAll(/:(\d+)/g)].map((match) => Number(match[1]));
        this.sites.push(this.#site);
      }
    }
  }

  #include(pattern: string, depth: number): void {
    if (pattern.includes('$')) return;
    const absolute = pattern.startsWith('/') ? pattern : `${root}/${pattern}`;
    for (const path of matching(this.files.keys(), absolute)) this.readFile(path, depth + 1);
  }

  #resolve(word: string, site: Site): string {
    return word.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
      const value = this.#variables.get(name);
      if (value === undefined && !site.unresolved.includes(name)) site.unresolved.push(name);
      return value ?? whole;
    });
  }
}

function emptySite(file: string): Site {
  return { server: 'apache', file, names: [], ports: [], ini: {}, aliases: [], unresolved: [] };
}

/** One directive of a virtual host, or of the main server. */
function apply(site: Site, name: string, words: string[], raw: string[]): void {
  const [first = '', second = ''] = words;
  const isKnown = !first.includes('${');
  if (name === 'servername' || name === 'serveralias') site.names.push(...words.map(hostOf));
  else if (name === 'documentroot' && isKnown) site.docroot = cleanPath(first);
  else if (name === 'customlog' && isKnown && first.startsWith('/')) site.accessLog = first;
  else if (name === 'sslcertificatefile' && isKnown) site.certificate = first;
  else if (name === 'sslcertificatekeyfile' && isKnown) site.certificateKey = first;
  else if (name === 'sslcertificatechainfile' && isKnown) site.certificateChain = first;
  else if (name === 'alias' && second.startsWith('/')) {
    site.aliases.push({ at: first, folder: cleanPath(second) });
  } else if (name === 'use') site.unresolved.push(`macro ${raw[0] ?? ''}`);
  else if (/^php_(admin_)?(value|flag)$/.test(name)) site.ini[first] = second;
  else if (name === 'proxypass' && first === '/' && /^https?:/.test(second)) site.proxy = second;
  else if (name === 'redirect' || name === 'redirectmatch' || name === 'rewriterule') {
    site.redirect ??= redirectOf(name, words);
  } else if (name === 'sethandler' || name === 'proxypassmatch') {
    site.phpVersion ??= /php(?:\/php)?(\d\.\d)-fpm/.exec(words.join(' '))?.[1];
  }
}

/** Where everybody is sent to; undefined for a rule about some pages only. */
function redirectOf(name: string, words: string[]): string | undefined {
  const target = words.find((word) => /^https?:/.test(word));
  if (target === undefined) return undefined;
  if (name === 'redirect') return words.includes('/') ? target : undefined;
  const pattern = words.find((word) => !/^(permanent|temp|\d{3})$/.test(word)) ?? '';
  const isAll = /^\^?\/?(\(?\.\*\)?)?\$?$|^\^\/?$/.test(pattern);
  const flags = words.at(-1) ?? '';
  return isAll && (name === 'redirectmatch' || /[[,]R/i.test(flags)) ? target : undefined;
}

const hostOf = (text: string) =>
  text
    .replace(/^https?:\/\//, '')
    .replace(/:\d+$/, '')
    .toLowerCase();

const cleanPath = (path: string) => path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');

/** Lines without comments, ends of Windows, and with `\` at their end joined to the next. */
function logicalLines(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Words of a line, quoted ones whole. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? (match[3] as string),
  );
}
