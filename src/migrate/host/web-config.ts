/**
 * Configurations of a web server in which one app's virtual hosts say something else: that the app
 * is away for a moment, or where it is now. Everything outside of them stays as it is, byte for
 * byte. Texts are latin1, so that every byte survives.
 */

/** What the virtual hosts of an app answer instead of the app. */
export type WebAnswer =
  | { kind: 'held'; seconds: number }
  /** `https://10.20.0.11:443`: another server that knows the app by the same names. */
  | {
      kind: 'forward';
      to: string;
      /** File on the old host with the authorities of which one must vouch for the server. */
      authorities: string;
      /** Where a virtual host that has none of these names sends its visitors. */
      name: string;
    };

export type Forward = Extract<WebAnswer, { kind: 'forward' }>;

export type WebServer = 'apache' | 'nginx';

/** By what the virtual hosts of an app are known. */
export interface AppHosts {
  names: readonly string[];
  /** Folders of this app alone: a host that shows one is the app's, whatever it is called. */
  docroots?: readonly string[];
  /** What stands for `${…}` in Apache's files. */
  variables?: ReadonlyMap<string, string>;
}

/** Where a virtual host answers by one of the app's names. */
export interface Answering {
  /** Empty: at every address of the machine. */
  address: string;
  port: number;
  tls: boolean;
  name: string;
}

/** A text whose virtual hosts of an app were replaced, how many, and where those answer. */
export interface Replaced {
  text: string;
  count: number;
  /** Whether one of them has one of the app's names. */
  isNamed: boolean;
  answering: Answering[];
}

/** What people read while the app is moved; ASCII, since the text has no encoding of its own. */
export const awayText =
  'Aplikasi sedang dipindahkan dan segera kembali. This application is being moved and will be back in a moment.';

/** What a virtual host's own directives say of it. */
export interface Said {
  names: readonly string[];
  folders: readonly string[];
  /** `*:443`, `203.0.113.7:80`, `80`. */
  listens: readonly { at: string; tls: boolean }[];
}

/**
 * Whether a virtual host is the app's.
 * @returns which of the app's names it has; undefined for somebody else's
 */
export function ownNames(
  { names: written, folders }: Said,
  { names, docroots = [], variables = new Map() }: AppHosts,
): string[] | undefined {
  const plain = written.map(plainName);
  const own = names.filter((name) => plain.includes(name.toLowerCase()));
  const shows = folders.map((folder) => plainFolder(folder, variables));
  return own.length > 0 || docroots.some((root) => shows.includes(root)) ? own : undefined;
}

/** Where it answers, as far as that is said by numbers: one a port, address and name. */
export function answeringOf({ listens }: Said, names: readonly string[]): Answering[] {
  const places = listens.flatMap(({ at, tls }) => {
    const [, address = '', port] = /^(?:(\*|_default_|[\d.]*\.[\d.]*):?)?(\d+|\*)?$/.exec(at) ?? [];
    if (address === '' && port === undefined) return [];
    const usual = tls ? 443 : 80;
    const number = port === undefined || port === '*' ? usual : Number(port);
    return [{ address: /^\d/.test(address) ? address : '', port: number, tls }];
  });
  const asked = names.filter((name) => /^[\w.-]+$/.test(name));
  return places.flatMap((place) => asked.map((name) => ({ ...place, name })));
}

/** Names as people write them in a virtual host: with a port, a scheme, in capitals. */
const plainName = (name: string): string =>
  unquoted(name)
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/:\d+$/, '');

const plainFolder = (folder: string, variables: ReadonlyMap<string, string>): string =>
  unquoted(folder)
    .replace(/\$\{(\w+)\}/g, (whole, name: string) => variables.get(name) ?? whole)
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1');

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2');
