/** Everything that was read, before it is judged: the parsers' results side by side. */
import type { Secret } from '../../secrets/secret.js';
import type { DocumentRoot } from './folder.js';
import type { FoundFramework } from './frameworks/framework.js';
import type {
  Certificate,
  DatabaseServer,
  FoundApp,
  FoundJob,
  Host,
  Traffic,
  VirtualHost,
} from './model.js';
import type { HostPhp } from './php.js';

export interface Read {
  host: Host;
  sites: VirtualHost[];
  /** Modules of Apache. */
  modules: string[];
  roots: DocumentRoot[];
  phps: HostPhp[];
  databases: DatabaseServer[];
  /** Database servers installed by packages, which everybody may ask about. */
  installed: { engine: DatabaseServer['engine']; version: string }[];
  jobs: FoundJob[];
  /** Job → what it does, as far as that can be read. */
  deeds: Map<FoundJob, string>;
  /** Scripts of cron's folders that a package has put there. */
  packaged: Set<string>;
  /** By access log. */
  traffic: Map<string, Traffic>;
  certificates: Certificate[];
  /** Node and Java programs: where they run. */
  processes: { program: string; folder: string }[];
  unread: string[];
}

/** An app with what must not be in any output beside it. */
export interface Judged {
  app: FoundApp;
  framework: FoundFramework;
  root: DocumentRoot;
  secrets: Map<string, Secret>;
}
