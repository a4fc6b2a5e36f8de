import type { AppId } from '../inventory/model.js';
import type { ImageSpec } from './model.js';

/**
 * What the pure core must be told about the world outside the inventory, as digests.
 * Gathered by `cluster/materials`; all are lower-case hexadecimal.
 */
export interface Materials {
  /** Recipe → SHA-256 over its files. */
  recipes: Record<ImageSpec['recipe'], string>;
  /** App → SHA-256 over its source files. */
  sources: Record<AppId, string>;
  /** App → key → keyed digest (12 digits). `site` holds the site's own values. */
  secrets: Record<string, Record<string, string>>;
}
