import type { Catalogue } from '../catalogue.js';

export const inventory: Catalogue = {};
