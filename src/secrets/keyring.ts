import { Fault } from '../fault.js';
import { decrypt, encrypt } from './encryption.js';
import { findIdentities, type Identity } from './identity.js';

/** A remark for the person: SEC050 (only you can read), SEC051 (you cannot read it back). */
export type Notice = (code: string, args: Record<string, string | number>) => void;

export interface KeyringOptions {
  /** age recipients from `site.yaml`; empty: the caller's own. */
  team: readonly string[];
  /** Public half of the key in the safe; everything is encrypted to it as well. */
  recovery?: string;
  /** The caller's private keys, asked for at first need; default: `findIdentities`. */
  identities?: () => Promise<Identity[]>;
  notice?: Notice;
}

/** Who may read, and who the caller is; finds the caller's keys at first need and once. */
export class Keyring {
  readonly #noticed = new Set<string>();
  #identities: Promise<Identity[]> | undefined;

  constructor(readonly options: KeyringOptions) {}

  /** Encrypts to the team. @throws Fault SEC010 bad recipient, SEC011 nobody to encrypt to. */
  async seal(text: string): Promise<string> {
    return encrypt(text, await this.recipients());
  }

  /**
   * Decrypts with the caller's keys.
   * @throws Fault SEC002 without a key, SEC006 when none fits, SEC007 damaged.
   */
  async open(bytes: Uint8Array, file: string): Promise<string> {
    const identities = await this.#mine();
    if (identities.length === 0) throw new Fault('SEC002', { file });
    return decrypt(bytes, identities, file);
  }

  /** Whether the caller can read what is sealed now. */
  async includesMe(): Promise<boolean> {
    const { team, recovery } = this.options;
    const readers = [...team, recovery];
    return (
      team.length === 0 || (await this.#mine()).some((each) => readers.includes(each.recipient))
    );
  }

  /** The team, or the caller alone when the team is empty, and the key in the safe. */
  async recipients(): Promise<string[]> {
    const { team, recovery } = this.options;
    const safe = recovery === undefined ? [] : [recovery];
    const mine = await this.#mine();
    const [own] = mine;
    if (team.length > 0) {
      if (own && !(await this.includesMe())) {
        this.#notice('SEC051', { mine: mine.map((each) => each.recipient).join(', ') });
      }
      return [...new Set([...team, ...safe])];
    }
    if (!own) throw new Fault('SEC011');
    if (recovery === undefined) this.#notice('SEC050', { recipient: own.recipient });
    return [...new Set([own.recipient, ...safe])];
  }

  #mine(): Promise<Identity[]> {
    this.#identities ??= (this.options.identities ?? findIdentities)();
    return this.#identities;
  }

  #notice(code: string, args: Record<string, string | number>): void {
    if (this.#noticed.has(code)) return;
    this.#noticed.add(code);
    this.options.notice?.(code, args);
  }
}
