import type { Catalogue } from '../catalogue.js';

export const secrets: Catalogue = {};
