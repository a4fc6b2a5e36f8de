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
    };

export type WebServer = 'apache' | 'nginx';

/** A text whose virtual hosts of these names were replaced, and how many. */
export interface Replaced {
  text: string;
  count: number;
}

/** What people read while the app is moved; ASCII, since the text has no encoding of its own. */
export const awayText =
  'Aplikasi sedang dipindahkan dan segera kembali. This application is being moved and will be back in a moment.';

/** Names as people write them in a virtual host: with a port, a scheme, in capitals. */
export function isNamed(written: readonly string[], names: readonly string[]): boolean {
  const plain = written.map((name) =>
    name
      .toLowerCase()
      .replace(/^["']|["']$/g, '')
      .replace(/^https?:\/\//, '')
      .replace(/:\d+$/, ''),
  );
  return names.some((name) => plain.includes(name.toLowerCase()));
}
