import {
  type Answering,
  type AppHosts,
  answeringOf,
  awayText,
  type Forward,
  ownNames,
  type Replaced,
  type Said,
  type WebAnswer,
} from './web-config.js';

/** What a virtual host keeps: its names, its certificate and its logs. */
const kept =
  /^\s*(Server(Name|Alias|Admin)|SSL\w+|CustomLog|ErrorLog|LogLevel|Protocols|Include(Optional)?\s+\S*(ssl|letsencrypt))\b/i;
const opening = /^\s*<VirtualHost\b/i;
const closing = /^\s*<\/VirtualHost\b/i;

/**
 * Replaces what the virtual hosts of an app do.
 * @param text of one configuration file, latin1
 * @param modules folder of Apache's modules, for those that are not loaded
 */
export function replaceApacheHosts(
  text: string,
  hosts: AppHosts,
  answer: WebAnswer,
  modules: string,
): Replaced {
  let count = 0;
  let isNamed = false;
  const places: Answering[] = [];
  const out: string[] = [];
  let block: string[] | undefined;
  for (const line of logicalLines(text)) {
    if (block === undefined) {
      if (opening.test(line)) block = [line];
      else out.push(line);
      continue;
    }
    block.push(line);
    if (!closing.test(line)) continue;
    const said = saidBy(block);
    const names = ownNames(said, hosts);
    if (names === undefined) out.push(...block);
    else {
      count += 1;
      isNamed ||= names.length > 0;
      places.push(...answeringOf(said, names));
      out.push(...answering(block, answer, names.length > 0));
    }
    block = undefined;
  }
  out.push(...(block ?? []));
  const found = { count, isNamed, answering: places };
  if (count === 0) return { text, ...found };
  return { text: `${loading(answer, modules)}${out.join('\n')}`, ...found };
}

/** Lines, those that end in a backslash together with the next. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const line of text.split('\n')) {
    if (open) lines[lines.length - 1] += `\n${line}`;
    else lines.push(line);
    open = /\\\r?$/.test(line);
  }
  return lines;
}

function saidBy(block: string[]): Said {
  const values = (directive: RegExp): string[] =>
    block.flatMap((line) => {
      const [, name = '', rest = ''] = /^\s*<?(\w+)\s+([\s\S]*?)>?\s*$/.exec(line) ?? [];
      return directive.test(name) ? [rest.replaceAll('\\\n', ' ').trim()] : [];
    });
  const words = (directive: RegExp): string[] =>
    values(directive).flatMap((text) => text.split(/\s+/));
  const tls = values(/^SSLEngine$/i).some((text) => /^on$/i.test(text));
  return {
    names: words(/^Server(Name|Alias)$/i),
    folders: values(/^DocumentRoot$/i),
    listens: words(/^VirtualHost$/i).map((at) => ({ at, tls })),
  };
}

/** @param isNamed whether the new server knows it by one of its names */
function answering(block: string[], answer: WebAnswer, isNamed: boolean): string[] {
  const body = answer.kind === 'held' ? held(answer.seconds) : sent(answer, isNamed);
  return [
    block[0] as string,
    ...block.filter((line) => kept.test(line)),
    ...body.map((line) => `    ${line}`),
    block.at(-1) as string,
  ];
}

const held = (seconds: number): string[] => [
  `ErrorDocument 503 "${awayText}"`,
  `Header always set Retry-After "${seconds}"`,
  'Header always set Cache-Control "no-store"',
  'Redirect 503 "/"',
];

const sent = (answer: Forward, isNamed: boolean): string[] =>
  isNamed ? forward(answer) : [`Redirect 307 "/" "http://${answer.name}/"`];

/** With the host preserved, the certificate must be one of the name that the visitor asked for. */
const forward = ({ to, authorities }: Forward): string[] => [
  'ProxyPreserveHost On',
  'SSLProxyEngine On',
  `SSLProxyCACertificateFile "${authorities}"`,
  'SSLProxyVerify require',
  'SSLProxyVerifyDepth 5',
  'SSLProxyCheckPeerExpire on',
  'SSLProxyCheckPeerName on',
  // Something before this host may have ended TLS, and said so. The name is the proxy's to add.
  'RequestHeader setifempty X-Forwarded-Proto "expr=%{REQUEST_SCHEME}"',
  'RequestHeader unset X-Forwarded-Host',
  `ProxyPass "/" "${to}/" retry=0 connectiontimeout=5 timeout=300`,
];

/** Modules that Debian installs and does not enable; one that is loaded is left alone. */
function loading(answer: WebAnswer, modules: string): string {
  const wanted =
    answer.kind === 'held'
      ? ['alias', 'headers']
      : ['alias', 'headers', 'socache_shmcb', 'ssl', 'proxy', 'proxy_http'];
  return wanted
    .map(
      (name) =>
        `<IfModule !${name}_module>\nLoadModule ${name}_module ${modules}/mod_${name}.so\n</IfModule>\n`,
    )
    .join('');
}
