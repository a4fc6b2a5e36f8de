import type Docker from 'dockerode';
import type { Head } from './record.js';
import type { Anchor } from './verify.js';

/** Remembers the log's last line outside the file, so that a cut end shows. */
export interface AnchorStore {
  read(): Promise<Anchor>;
  /** Moves on to a later line; an earlier one is ignored. False when there is no Swarm to ask. */
  advance(head: Head): Promise<boolean>;
}

/** Name of the config object whose labels hold the head. */
export const anchorName = 'induk-audit-head';

const seqLabel = 'induk.audit.seq';
const hashLabel = 'induk.audit.hash';
const attempts = 20;

interface ConfigObject {
  ID: string;
  Version: { Index: number };
  Spec: { Name: string; Labels?: Record<string, string> };
}

/**
 * Keeps the head in the labels of a Swarm config object: replicated by Raft to every
 * manager, and changed only by who can talk to the engine, not by who can edit a file.
 */
export class SwarmAnchor implements AnchorStore {
  /** @param labels further labels for the object, such as `induk.site`. */
  constructor(
    private readonly docker: Docker,
    private readonly labels: Record<string, string> = {},
  ) {}

  async read(): Promise<Anchor> {
    try {
      const found = await this.#find();
      return found === undefined ? 'none' : (headOf(found) ?? 'none');
    } catch {
      return 'unavailable';
    }
  }

  async advance(head: Head): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      try {
        const known = await this.#find();
        if (!known) await this.#create(head);
        else if ((headOf(known)?.seq ?? 0) < head.seq) await this.#update(known, head);
        return true;
      } catch (error) {
        if (!isOvertaken(error)) return false;
      }
    }
    return false;
  }

  async #find(): Promise<ConfigObject | undefined> {
    const filters = JSON.stringify({ name: [anchorName] });
    // dockerode types neither the filter nor the answer of configs.
    const found = (await this.docker.listConfigs({ filters } as object)) as ConfigObject[];
    return found.find((each) => each.Spec.Name === anchorName);
  }

  async #create(head: Head): Promise<void> {
    const Data = Buffer.from('head of the audit log, in the labels\n').toString('base64');
    await this.docker.createConfig({ Name: anchorName, Labels: this.#labelsFor(head), Data });
  }

  async #update(known: ConfigObject, head: Head): Promise<void> {
    const Labels = { ...known.Spec.Labels, ...this.#labelsFor(head) };
    await this.docker.getConfig(known.ID).update({
      _query: { version: known.Version.Index },
      // Only labels of a config may change; the engine takes absent data as unchanged.
      _body: { Name: anchorName, Labels },
    });
  }

  #labelsFor({ seq, hash }: Head): Record<string, string> {
    const own = { 'induk.role': 'audit', [seqLabel]: String(seq), [hashLabel]: hash };
    return { ...this.labels, ...own };
  }
}

function headOf({ Spec }: ConfigObject): Head | undefined {
  const seq = Number(Spec.Labels?.[seqLabel]);
  const hash = Spec.Labels?.[hashLabel];
  return Number.isInteger(seq) && seq > 0 && hash ? { seq, hash } : undefined;
}

/** Another appender created or changed the object in between. */
function isOvertaken(error: unknown): boolean {
  const { statusCode, message = '' } = error as { statusCode?: number; message?: string };
  return statusCode === 409 || statusCode === 404 || /out of sequence/.test(message);
}
