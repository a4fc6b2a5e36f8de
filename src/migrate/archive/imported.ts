/** What an import did and compared, for whoever asks later. */
import type { AppId } from '../../inventory/model.js';
import type { DumpFacts } from './facts.js';
import type { Loaded } from './load.js';
import type { ArchiveFacts } from './survey.js';

export interface Imported {
  formatVersion: 1;
  app: AppId;
  server: string;
  /** `filled`: all data is there and compared; the app does not run yet. */
  state: 'begun' | 'filled' | 'done';
  /** RFC 3339, UTC. */
  began: string;
  finished?: string;
  files?: ImportedFiles;
  database?: ImportedDump;
  /** Pages that were asked for, with the status of each. */
  pages: { path: string; status: number }[];
  /** Status of the write that was tried. */
  write?: number;
}

export type ImportedFiles = { file: string } & Pick<
  ArchiveFacts,
  'root' | 'at' | 'volumes' | 'left' | 'digest'
> & { owner: 'keep' | 'app' };

export type ImportedDump = { file: string } & Pick<
  DumpFacts,
  'kind' | 'form' | 'tool' | 'from' | 'sha256' | 'databases' | 'definers' | 'dropped'
> & { collations: [string, string][]; loaded?: Loaded };
